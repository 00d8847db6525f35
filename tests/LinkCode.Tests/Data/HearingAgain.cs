using LinkCode.Server.Data;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Data;

/// <summary>A node whose ear was lost, and whose rooms cannot catch up at first, hears again and keeps no connection of a try that failed.</summary>
[Trait(TestDatabase.Trait, TestDatabase.OnlyPostgres)]
public sealed class HearingAgain
{
    private const int Failures = 25;

    [Fact]
    public async Task Takes_as_many_tries_as_it_needs_and_no_connections()
    {
        var room = new Deaf();
        await using var server = await TestServer.StartAsync(adjust: services => services.AddSingleton<INews>(room));
        Execute(server, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await Site.UntilAsync(() => room.Tries > Failures, "catching up");
        var connections = TestDatabase.Count(server.Folder, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()");
        Assert.True(connections < Failures, $"{connections} connections are open.");
        await Site.UntilAsync(
            () =>
            {
                Execute(server, "SELECT count(pg_notify('linkcode', 'deaf word'))");
                return room.Heard;
            },
            "a word");
    }

    private static void Execute(TestServer server, string sql) => TestDatabase.Count(server.Folder, sql);

    /// <summary>Cannot catch up, by turns because of the connection and because of a bug.</summary>
    private sealed class Deaf : INews
    {
        public volatile int Tries;
        public volatile bool Heard;

        public string Word => "deaf";

        public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
        {
            Heard = true;
            return ValueTask.CompletedTask;
        }

        public void Lost() => throw new FormatException();

        public Task CatchUpAsync(bool wasLost, CancellationToken cancellation)
        {
            if (wasLost && ++Tries <= Failures)
            {
                throw Tries % 2 == 0 ? new TimeoutException() : new FormatException();
            }

            return Task.CompletedTask;
        }
    }
}
