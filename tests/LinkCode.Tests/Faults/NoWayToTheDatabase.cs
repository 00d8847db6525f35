using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using LinkCode.Server.Activity;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LinkCode.Tests.Faults;

/// <summary>Nothing leads to the database for a moment, and what says so need not be an exception of a database.</summary>
public sealed class NoWayToTheDatabase
{
    private static readonly string[] Loops = ["Apps.AppDirectory", "Codes.SweepLinks", "Codes.HoldCodes", "Activity.OutboxSender", "Activity.ForgetOld", "Devices.ForgetDevices", "Accounts.ForgetEnded"];

    [Fact]
    public async Task Costs_503_and_no_server()
    {
        var (clock, cut) = (new HeldClock(), new Cut());
        using var log = new LogKeeper();
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["Logging:Console:LogLevel:Default"] = "None" }, clock: clock, adjust: services => Prepare(services, clock, cut, log));
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        await (await Person.AddAsync(server)).LinkAsync(device.UserCode);
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        var waiting = await new TestDevice(http).AskAsync();

        cut.IsCut = true;
        server.Services.GetRequiredService<HoldCodes>().Ask(Person.Read(waiting.UserCode));
        server.Services.GetRequiredService<Outbox>().Ring();
        AssertLater(await new TestDevice(http).PostAsync("/oauth/device", ("client_id", "demo-tv")));
        AssertLater(await new TestDevice(http).PostAsync("/oauth/device", ("client_id", "demo-tv"), ("odd", "1")));
        AssertLater(await device.RefreshAsync());
        AssertLater(await device.PollAsync());
        await Site.UntilAsync(() => Array.TrueForAll(Loops, loop => log.All.Contains("LinkCode.Server." + loop + ":", StringComparison.Ordinal)), "a line of every loop");
        await Task.Delay(500);
        Assert.False(server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);

        cut.IsCut = false;
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        Assert.NotEmpty((await new TestDevice(http).AskAsync()).DeviceCode);
    }

    [Fact]
    public async Task Passes_when_it_is_a_name_that_nobody_knows()
    {
        await using var database = Nowhere();
        Assert.True(StoreTrouble.Is(await Assert.ThrowsAnyAsync<Exception>(async () => await database.Source.OpenConnectionAsync())));
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlyPostgres)]
    public async Task Fails_a_batch_once_and_not_piece_by_piece()
    {
        var folder = Directory.CreateTempSubdirectory("linkcode-test-");
        var opened = 0;
        var builder = new NpgsqlDataSourceBuilder(TestDatabase.Empty(folder.FullName));
        builder.UsePhysicalConnectionInitializer(_ => Fail(ref opened), _ => Task.FromException(Cut.Error()));
        await using (var source = builder.Build())
        {
            using var writer = new PostgresWriter(source);
            var writes = Enumerable.Range(0, 256).Select(_ => new Write(new Statement("SELECT 1"), beside: null, takeOver: null)).ToList();
            Assert.Throws<SocketException>(() => writer.Commit(writes));
            Assert.DoesNotContain(writes, write => write.Result.IsCompleted);
            Assert.Equal(1, opened);
        }

        TestDatabase.Drop(folder.FullName);
        folder.Delete();
    }

    [Fact]
    public async Task Is_no_end_of_telling_the_others()
    {
        await using var database = Nowhere();
        using var log = new LogKeeper();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var talk = new NodeTalk(database, logs.CreateLogger<NodeTalk>());
        await talk.StartAsync(CancellationToken.None);
        talk.Say("guess", "one");
        await Site.UntilAsync(() => log.All.Contains("could not be told", StringComparison.Ordinal), "the line about it");
        Assert.False(talk.ExecuteTask!.IsCompleted);
        await talk.StopAsync(CancellationToken.None);
    }

    private static void AssertLater(Answer answer) =>
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable", "5"), (answer.Status, answer.Error, answer.Headers.GetValueOrDefault("Retry-After")));

    private static void Fail(ref int opened)
    {
        opened++;
        throw Cut.Error();
    }

    private static PostgresDatabase Nowhere() => new(
        Options.Create(new DataOptions { Provider = DatabaseProvider.Postgres, Connection = "Host=no.such.host.invalid;Database=linkcode;Username=linkcode" }), NullLoggerFactory.Instance);

    private static void Prepare(IServiceCollection services, HeldClock clock, Cut cut, LogKeeper log)
    {
        services.AddSingleton<ILoggerProvider>(log);
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new ShortTimers(clock)));
        services.ConfigureDbContext<SqliteLinkCodeDb>(options => options.AddInterceptors(cut));
        services.ConfigureDbContext<PostgresLinkCodeDb>(options => options.AddInterceptors(cut));
        WatchedDatabase.Watch(services, _ => cut.Check(), writer => new CutWriter(writer, cut));
    }

    /// <summary>Lets nothing be opened while it is cut.</summary>
    private sealed class Cut : DbConnectionInterceptor
    {
        public volatile bool IsCut;

        public void Check()
        {
            if (IsCut)
            {
                throw Error();
            }
        }

        public static SocketException Error() => new((int)SocketError.HostNotFound);

        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        {
            Check();
            return result;
        }

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Check();
            return ValueTask.FromResult(result);
        }
    }

    private sealed class CutWriter(IWriter inner, Cut cut) : IWriter
    {
        public void Commit(IReadOnlyList<Write> writes)
        {
            cut.Check();
            inner.Commit(writes);
        }

        public void Dispose() => inner.Dispose();
    }

    /// <summary>What is done once in a while, or once a day, is done several times a second.</summary>
    private sealed class ShortTimers(HeldClock clock) : TimeProvider
    {
        private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

        private static TimeSpan Shorter(TimeSpan time) => time > Longest ? Longest : time;
    }
}
