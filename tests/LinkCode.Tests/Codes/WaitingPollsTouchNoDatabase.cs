using System.Diagnostics;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.Codes;

/// <summary>What ENGINE promises of a waiting poll: memory answers it. Both ways to the database are counted: EF's commands and the one writer's.</summary>
[Collection(nameof(RunsAlone))]
public sealed class WaitingPollsTouchNoDatabase
{
    // The list of apps, the outbox and the sweep look at the database every half minute, whether anybody polls or not; here they never do.
    private static readonly TimeSpan AnyWait = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
    public async Task E2_a_thousand_waiting_polls_run_no_command()
    {
        using var counter = new CommandCounter();
        await using var server = await StartAsync(counter);
        counter.File = server.Folder;
        using var http = server.Program();
        var devices = new List<TestDevice>();
        for (var i = 0; i < 250; i++)
        {
            devices.Add(await new TestDevice(http).AskAsync());
        }

        var person = await Person.AddAsync(server);
        await person.EnterAsync(devices[0].UserCode);
        Assert.True(counter.Count > 250, "The counter must have seen the codes being issued.");
        var before = counter.Count;
        for (var round = 0; round < 4; round++)
        {
            foreach (var device in devices)
            {
                Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
            }

            server.Clock.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.Equal(before, counter.Count);

        // Neither does one that is too early, nor one that is held.
        await devices[1].PollAsync();
        Assert.Equal("slow_down", (await devices[1].PollAsync()).Error);
        Assert.Equal("authorization_pending", (await devices[2].PollAsync(prefer: "wait=1")).Error);
        Assert.Equal(before, counter.Count);

        // The counter still counts.
        await person.EnterAsync(devices[0].UserCode);
        Assert.True(counter.Count > before);
    }

    private static Task<TestServer> StartAsync(CommandCounter counter) => TestServer.StartAsync(
        new Dictionary<string, string?> { ["LinkCode:Apps:RefreshSeconds"] = "60" },
        clock: new HeldClock(longestTimer: AnyWait),
        adjust: services => services.Replace(ServiceDescriptor.Singleton(provider => new WriteQueue(
            () => new SqliteWriter(counter.Watch(provider.GetRequiredService<SqliteDatabase>().Open())), provider.GetRequiredService<ILogger<WriteQueue>>()))));

    /// <summary>Counts what EF sends by its diagnostic events, and what the writer sends by SQLite's own trace.</summary>
    private sealed class CommandCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly IDisposable all;
        private readonly List<IDisposable> some = [];
        private int count;

        public CommandCounter() => all = DiagnosticListener.AllListeners.Subscribe(this);

        public int Count => Volatile.Read(ref count);

        /// <summary>Where the database lies whose commands count; a server of another test may still be going down.</summary>
        public string File { get; set; } = "";

        public SqliteConnection Watch(SqliteConnection connection)
        {
            SQLitePCL.raw.sqlite3_trace(connection.Handle, (object _, string _) => Interlocked.Increment(ref count), null);
            return connection;
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == Microsoft.EntityFrameworkCore.DbLoggerCategory.Name)
            {
                some.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.CommandExecuting.Name
                && value.Value is CommandEventData { Command.Connection: { } connection }
                && connection.DataSource.StartsWith(File, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref count);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            some.ForEach(subscription => subscription.Dispose());
            all.Dispose();
        }
    }
}
