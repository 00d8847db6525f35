namespace LinkCode.Server.Apps;

/// <summary>Apps as lines of text, for terminals and for <c>grep</c>.</summary>
internal static class AppLines
{
    private static readonly string[] Heads = ["ID", "NAME", "PUBLISHER", "KIND", "SECRET", "SCOPES"];

    public static async Task WriteAsync(TextWriter output, IReadOnlyList<AppCard> apps)
    {
        string[][] rows = [Heads, .. apps.Select(Row)];
        var widths = Enumerable.Range(0, Heads.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        if (apps.Count == 0)
        {
            await output.WriteLineAsync("No app is registered yet. To add one: apps add ID --name NAME");
        }
    }

    private static string[] Row(AppCard app) =>
    [
        app.ClientId,
        app.Name,
        app.Publisher.Length == 0 ? "-" : app.Publisher + (app.IsVerified ? " (verified)" : ""),
        app.Kind.ToString(),
        app.IsPublic ? "no" : "yes",
        string.Join(' ', Scopes.All.Where(app.Scopes.Contains)),
    ];
}
