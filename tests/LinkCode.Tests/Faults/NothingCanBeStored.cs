using System.Diagnostics;
using System.Globalization;
using System.Net;
using LinkCode.Tests.Host;
using Microsoft.Data.Sqlite;

namespace LinkCode.Tests.Faults;

/// <summary>
/// A full, read-only or broken disk, and somebody else who holds the database: whoever waits goes on waiting, everybody else hears 503 and
/// when to come again, nothing is approved that is not stored, and it is over as soon as the trouble is.
/// </summary>
[Collection(nameof(RunsAlone))]
[Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
public sealed class NothingCanBeStored(ITestOutputHelper output, NothingCanBeStored.OneServer one) : IClassFixture<NothingCanBeStored.OneServer>
{
    // Thirty with ./do faults; among the other tests just long enough for the server to give up waiting for the lock.
    private static readonly int LockSeconds = int.Parse(Environment.GetEnvironmentVariable("LINKCODE_LOCK_SECONDS") ?? "7", CultureInfo.InvariantCulture);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    private string Database => Path.Combine(one.Folder, "linkcode.db");

    [Theory]
    [InlineData("ENOSPC")]
    [InlineData("EROFS")]
    [InlineData("EIO")]
    public async Task A_disk_that_takes_nothing_costs_waiting_and_nothing_else(string error)
    {
        var (waiting, read, review) = await BeginAsync();
        using (await DiskTrouble.BeginAsync(one.Server.ProcessId, Database, error))
        {
            await TroubleAsync(waiting, read, review);
        }

        await OverAsync(waiting, read, review);
    }

    [Fact]
    public async Task A_database_that_somebody_else_holds_costs_waiting_and_nothing_else()
    {
        var (waiting, read, review) = await BeginAsync();
        using (var other = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            other.Open();
            using var held = other.BeginTransaction(System.Data.IsolationLevel.Serializable);
            var watch = Stopwatch.StartNew();
            do
            {
                await TroubleAsync(waiting, read, review);
            }
            while (watch.Elapsed < TimeSpan.FromSeconds(LockSeconds));
        }

        await OverAsync(waiting, read, review);
    }

    // One device that waits, and one whose review its owner has read.
    private async Task<(TestDevice Waiting, TestDevice Read, string Review)> BeginAsync()
    {
        var (waiting, read) = (await new TestDevice(one.Http).AskAsync(pkce: true), await new TestDevice(one.Http).AskAsync(pkce: true));
        var review = await one.Home.TypeAsync(read.UserCode);
        Assert.NotNull(review);
        await Task.Delay(1050);
        return (waiting, read, review);
    }

    private async Task TroubleAsync(TestDevice waiting, TestDevice read, string review)
    {
        // All at once, as they would come; the polls in between must not notice.
        var asks = Enumerable.Range(0, 8).Select(_ => Timed(() => new TestDevice(one.Http).PostAsync("/oauth/device", ("client_id", "demo-tv")))).ToList();
        var decision = Timed(() => one.Home.DecideAsync(review, "yes"));
        var slowest = TimeSpan.Zero;
        do
        {
            var (poll, took) = await Timed(() => waiting.PollAsync());
            Assert.True(poll.Error is "authorization_pending" or "slow_down", poll.Body);
            slowest = took > slowest ? took : slowest;
            await Task.Delay(50);
        }
        while (!decision.IsCompleted || asks.Exists(ask => !ask.IsCompleted));

        foreach (var (answer, took) in await Task.WhenAll(asks))
        {
            Assert.Equal(("temporarily_unavailable", HttpStatusCode.ServiceUnavailable, "5"), (answer.Error, answer.Status, answer.Headers.GetValueOrDefault("Retry-After")));
            Assert.True(took < LongestAnswer, $"A device heard of it only after {took.TotalSeconds:N1} s");
        }

        using var decided = (await decision).Result;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, decided.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), decided.Headers.RetryAfter?.Delta);
        Assert.Contains((await read.PollAsync()).Error, (string?[])["authorization_pending", "slow_down"]);
        output.WriteLine($"slowest 503 {(await Task.WhenAll(asks)).Max(ask => ask.Took).TotalSeconds:N1} s, slowest poll meanwhile {slowest.TotalMilliseconds:N0} ms");
        Assert.True(slowest < TimeSpan.FromSeconds(2), $"A waiting poll took {slowest.TotalSeconds:N1} s");
    }

    private async Task OverAsync(TestDevice waiting, TestDevice read, string review)
    {
        using var decided = await one.Home.DecideAsync(review, "yes");
        Assert.True(Household.IsDone(decided), $"{decided.StatusCode} {decided.Headers.Location}");
        Assert.Equal(HttpStatusCode.OK, (await read.PollAsync()).Status);
        Assert.True(await one.Home.ApproveAsync(waiting.UserCode));
        Assert.Equal(HttpStatusCode.OK, (await waiting.PollAsync()).Status);
        await new TestDevice(one.Http).AskAsync();
    }

    private static async Task<(T Result, TimeSpan Took)> Timed<T>(Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        var result = await work();
        return (result, watch.Elapsed);
    }

    /// <summary>One server that goes through all the troubles, one after the other: each has to leave it as it was.</summary>
    public sealed class OneServer : IAsyncLifetime
    {
        internal string Folder { get; private set; } = "";

        internal ServerProcess Server { get; private set; } = null!;

        internal HttpClient Http { get; private set; } = null!;

        internal Household Home { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var first = await TestServer.StartAsync();
            await first.AddAccountAsync("ada@example.org");
            await first.StopAsync();
            Folder = first.Folder;
            Server = new ServerProcess(Folder, Ports.Next());
            await Server.StartAsync();
            Http = new HttpClient { BaseAddress = Server.Address };
            Home = new Household(Server.Address, "ada@example.org");
            await Home.SignInAsync();
        }

        public ValueTask DisposeAsync()
        {
            Home.Dispose();
            Http.Dispose();
            Server.Dispose();
            SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
