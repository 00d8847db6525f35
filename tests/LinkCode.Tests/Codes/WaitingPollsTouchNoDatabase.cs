using System.Collections.Concurrent;
using System.Diagnostics;
using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Devices;
using LinkCode.Server.OAuth.Grants;
using LinkCode.Tests.Host;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.Codes;

/// <summary>What ENGINE promises of a waiting poll: memory answers it. All ways to the database are counted: EF's commands, the known questions and the one writer's.</summary>
[Collection(nameof(RunsAlone))]
public sealed class WaitingPollsTouchNoDatabase
{
    // The list of apps and the sweep look at the database every half minute, whether anybody polls or not; here they never do.
    private static readonly TimeSpan AnyWait = TimeSpan.FromSeconds(10);

    // These look at it once more whenever the machine gets round to it, so here they do not run at all.
    private static readonly Type[] Restless = [typeof(OutboxSender), typeof(ForgetOld), typeof(ForgetDevices), typeof(ForgetEnded), typeof(RehearseTokens)];

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
        Assert.True(counter.Commands.Count > 250, "The counter must have seen the codes being issued.");
        counter.Commands.Clear();
        for (var round = 0; round < 4; round++)
        {
            foreach (var device in devices)
            {
                Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
            }

            server.Clock.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.Empty(counter.Commands);

        // Neither does one that is too early, nor one that is held.
        await devices[1].PollAsync();
        Assert.Equal("slow_down", (await devices[1].PollAsync()).Error);
        Assert.Equal("authorization_pending", (await devices[2].PollAsync(prefer: "wait=1")).Error);
        Assert.Empty(counter.Commands);

        // The counter still counts, and a poll that memory does not answer, too.
        await person.EnterAsync(devices[0].UserCode);
        Assert.NotEmpty(counter.Commands);
        counter.Commands.Clear();
        server.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("expired_token", (await devices[3].PollAsync()).Error);
        Assert.NotEmpty(counter.Commands);
    }

    private static Task<TestServer> StartAsync(CommandCounter counter) => TestServer.StartAsync(
        new Dictionary<string, string?> { ["LinkCode:Apps:RefreshSeconds"] = "60" },
        clock: new HeldClock(longestTimer: AnyWait),
        adjust: services =>
        {
            var restless = services.Where(service => service.ServiceType == typeof(IHostedService) && Restless.Contains(JobOf(service))).ToList();
            Assert.Equal(Restless.Length, restless.Count);
            restless.ForEach(service => services.Remove(service));
            WatchedDatabase.Watch(services, counter.Commands.Enqueue);
            services.Replace(ServiceDescriptor.Singleton(provider => new WriteQueue(
                () => new SqliteWriter(counter.Watch(provider.GetRequiredService<SqliteDatabase>().Open())), provider.GetRequiredService<WriteMeter>(), provider.GetRequiredService<ILogger<WriteQueue>>())));
        });

    // Some are registered by their type, some by a function that fetches them.
    private static Type? JobOf(ServiceDescriptor service) => service.ImplementationType ?? service.ImplementationFactory?.GetType().GenericTypeArguments[1];

    /// <summary>Keeps what EF sends, by its diagnostic events, and what the writer sends, by SQLite's own trace.</summary>
    private sealed class CommandCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly IDisposable all;
        private readonly List<IDisposable> some = [];

        public CommandCounter() => all = DiagnosticListener.AllListeners.Subscribe(this);

        public ConcurrentQueue<string> Commands { get; } = new();

        /// <summary>Where the database lies whose commands count; a server of another test may still be going down.</summary>
        public string File { get; set; } = "";

        public SqliteConnection Watch(SqliteConnection connection)
        {
            SQLitePCL.raw.sqlite3_trace(connection.Handle, (object _, string sql) => Commands.Enqueue(sql), null);
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
                && value.Value is CommandEventData { Command: { Connection: { } connection } command }
                && connection.DataSource.StartsWith(File, StringComparison.Ordinal))
            {
                Commands.Enqueue(command.CommandText);
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
