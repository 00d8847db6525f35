using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.OAuth;

/// <summary>What a new process does once so that the first device need not wait for it.</summary>
public sealed class RehearsingTokens
{
    [Fact]
    public async Task The_way_to_tokens_is_gone_to_its_end_and_leaves_nothing_behind()
    {
        using var log = new LogKeeper();
        await using var server = await TestServer.StartAsync(
            new Dictionary<string, string?> { ["Logging:LogLevel:LinkCode.Server.OAuth"] = "Debug" },
            adjust: services => services.AddSingleton<ILoggerProvider>(log));
        for (var tries = 0; Rehearsed(log) < 3; tries++)
        {
            Assert.True(tries < 600, $"Tokens were not rehearsed within half a minute.\n{log.All}");
            await Task.Delay(50);
        }

        Assert.DoesNotContain("Warning", log.All, StringComparison.Ordinal);
        foreach (var table in (string[])["LinkRequests", "Devices", "AuditEvents", "OpenIddictTokens", "OutgoingMails"])
        {
            Assert.Equal(0, TestDatabase.Count(server.Folder, $"SELECT COUNT(*) FROM \"{table}\""));
        }
    }

    private static int Rehearsed(LogKeeper log) => log.All.Split("Tokens were rehearsed").Length - 1;
}
