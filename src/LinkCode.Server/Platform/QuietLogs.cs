namespace LinkCode.Server.Platform;

/// <summary>Levels that no setting may lower, because what is written below them is nobody's business or costs too much.</summary>
internal static class QuietLogs
{
    public static void AddQuietLogs(this WebApplicationBuilder builder) => builder.Logging

        // Links in our mails carry their key in the query, which this would write down; and speaking at all costs every poll a scope.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)

        // Writes whole requests and answers, codes and tokens with them.
        .AddFilter("OpenIddict", LogLevel.Warning)

        // Writes what a form brought: codes and passwords.
        .AddFilter("Microsoft.AspNetCore.Mvc", LogLevel.Warning)

        // Writes every statement.
        .AddFilter("Npgsql", LogLevel.Warning)

        // Writes a stack trace before the one line that says why the server does not start.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
}
