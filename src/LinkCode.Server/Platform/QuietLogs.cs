using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform;

/// <summary>Levels that no setting may lower, because what is written below them is nobody's business or costs too much.</summary>
internal static class QuietLogs
{
    private static readonly (string Category, LogLevel Level)[] Floors =
    [
        // Links in our mails carry their key in the query, which this would write down; and speaking at all costs every poll a scope.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),

        // Writes whole requests and answers, codes and tokens with them.
        ("OpenIddict", LogLevel.Warning),

        // Writes what a form brought: codes and passwords.
        ("Microsoft.AspNetCore.Mvc", LogLevel.Warning),

        // Writes the addresses it makes, and those of a review hold a ticket.
        ("Microsoft.AspNetCore.Routing.DefaultLinkGenerator", LogLevel.Warning),

        // Writes every statement.
        ("Npgsql", LogLevel.Warning),

        // Writes a stack trace before the one line that says why the server does not start.
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical),
    ];

    public static void AddQuietLogs(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(new PostConfigureOptions<LoggerFilterOptions>(Options.DefaultName, Raise));

    // A rule for one place to write to, or for a longer name, would win over ours; so each of them is raised, and every place gets ours.
    private static void Raise(LoggerFilterOptions options)
    {
        var places = options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList();
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var rule = options.Rules[i];
            var floor = Floors.Where(floor => Meets(rule.CategoryName, floor.Category)).Select(floor => floor.Level).DefaultIfEmpty(LogLevel.Trace).Max();
            if (rule.LogLevel < floor)
            {
                options.Rules[i] = new LoggerFilterRule(rule.ProviderName, rule.CategoryName, floor, rule.Filter);
            }
        }

        foreach (var place in places)
        {
            Array.ForEach(Floors, floor => options.Rules.Add(new LoggerFilterRule(place, floor.Category, floor.Level, filter: null)));
        }
    }

    // Names match by how they begin, and a star stands for anything in between.
    private static bool Meets(string? category, string floor)
    {
        if (category is null)
        {
            return false;
        }

        var star = category.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? category.StartsWith(floor, StringComparison.OrdinalIgnoreCase)
            : category.Length > 1 && (floor.StartsWith(category[..star], StringComparison.OrdinalIgnoreCase) || category.StartsWith(floor, StringComparison.OrdinalIgnoreCase));
    }
}
