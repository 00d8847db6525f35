using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Faults;

/// <summary>
/// kill -9 in the middle of everything: what was acknowledged is there, and nothing happened twice. Fifty times with
/// <c>./do faults</c>, a few times among the other tests. Alone, because it says how fast a server comes back.
/// </summary>
[Collection(nameof(RunsLast))]
public sealed class KilledUnderLoad(ITestOutputHelper output)
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("LINKCODE_KILLS") ?? "5", CultureInfo.InvariantCulture);
    private const int Workers = 16;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_redeemed_twice()
    {
        var first = await TestServer.StartAsync();
        var mails = Enumerable.Range(0, Workers).Select(i => $"household{i}@example.org").ToList();
        foreach (var mail in mails)
        {
            await first.AddAccountAsync(mail);
        }

        await first.StopAsync();
        using var server = new ServerProcess(first.Folder, Ports.Next());
        var homes = mails.ConvertAll(mail => new Household(server.Address, mail));
        using var http = new HttpClient { BaseAddress = server.Address };
        var quiet = await server.StartAsync();
        var slowest = TimeSpan.Zero;
        foreach (var home in homes)
        {
            await home.SignInAsync();
        }

        var (issued, approved, redeemed) = (0, 0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            var facts = new Ledger();
            using var dead = new CancellationTokenSource();
            var work = homes.Select(home => Task.Run(() => LiveAsync(home, http, facts, dead.Token))).ToList();
            await BusyAsync(facts, dead.Token);
            await Task.Delay(kill * 137 % 900);
            server.Kill();
            await dead.CancelAsync();
            await Task.WhenAll(work);
            var took = await server.StartAsync();
            slowest = took > slowest ? took : slowest;
            await facts.CheckAsync();
            (issued, approved, redeemed) = (issued + facts.Issued.Count, approved + facts.Approved.Count, redeemed + facts.Redeemed.Count);
        }

        server.Kill();
        output.WriteLine($"{Kills} kills; {issued} codes issued, {approved} approved, {redeemed} redeemed and acknowledged; slowest first answer {slowest.TotalSeconds:N1} s, quiet start {quiet.TotalSeconds:N1} s");
        Assert.True(slowest.TotalSeconds < 10, $"The slowest first answer took {slowest.TotalSeconds:N1} s, a quiet start {quiet.TotalSeconds:N1} s");
        Assert.True(redeemed >= Kills, "There was hardly any load.");
        Assert.Equal(
            TestDatabase.Count(first.Folder, "SELECT COUNT(*) FROM \"LinkRequests\" WHERE \"State\" = 3"),
            TestDatabase.Count(first.Folder, "SELECT COUNT(*) FROM \"Devices\""));
        homes.ForEach(home => home.Dispose());
        TestDatabase.Drop(first.Folder);
        Directory.Delete(first.Folder, recursive: true);
    }

    // One household links devices until the server is gone; a step is written down only when its answer came.
    private static async Task LiveAsync(Household home, HttpClient http, Ledger facts, CancellationToken dead)
    {
        try
        {
            while (!dead.IsCancellationRequested)
            {
                var device = await new TestDevice(http).AskAsync(pkce: true);
                facts.Issued.Add(device);
                if (!await home.ApproveAsync(device.UserCode))
                {
                    continue;
                }

                facts.Approved.Add(device);
                if ((await device.PollAsync()).Status == HttpStatusCode.OK)
                {
                    facts.Redeemed.Add(device);
                    await device.RefreshAsync();
                }
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            // The server died in the middle of this step, which therefore was not acknowledged.
        }
    }

    // A server that has just come back is slow at first; the next kill waits until tokens flow again.
    private static async Task BusyAsync(Ledger facts, CancellationToken cancellation)
    {
        for (var tries = 0; facts.Redeemed.IsEmpty && tries < 600; tries++)
        {
            await Task.Delay(25, cancellation);
        }
    }

    /// <summary>What was acknowledged before one kill.</summary>
    private sealed class Ledger
    {
        public ConcurrentBag<TestDevice> Issued { get; } = [];

        public ConcurrentBag<TestDevice> Approved { get; } = [];

        public ConcurrentBag<TestDevice> Redeemed { get; } = [];

        public async Task CheckAsync()
        {
            foreach (var device in Redeemed)
            {
                Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
                Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
            }

            foreach (var device in Approved.Except(Redeemed))
            {
                // The device proves itself by its verifier, so even a redemption whose answer was lost is made good.
                var answer = await device.PollAsync();
                Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
            }

            foreach (var device in Issued.Except(Approved))
            {
                var answer = await device.PollAsync();
                Assert.True(answer.Error == "authorization_pending" || answer.Status == HttpStatusCode.OK, answer.Body);
            }
        }
    }
}
