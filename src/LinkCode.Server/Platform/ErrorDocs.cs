using System.Collections.Frozen;
using System.Reflection;

namespace LinkCode.Server.Platform;

/// <summary>The pages of docs/errors, kept inside the program, by the word they explain.</summary>
internal static class ErrorDocs
{
    private const string Prefix = "errors/";

    private static readonly FrozenDictionary<string, string> Pages = typeof(ErrorDocs).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..^".md".Length], Read, StringComparer.Ordinal);

    /// <summary>The page that lists all others.</summary>
    public const string Index = "README";

    public static IEnumerable<string> Words => Pages.Keys.Where(word => word != Index);

    /// <summary>The page as Markdown, or null.</summary>
    public static string? Find(string word) => Pages.GetValueOrDefault(word);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
