using System.Collections.Concurrent;
using System.Globalization;
using LinkCode.Tests.Host;
using Microsoft.Data.Sqlite;

namespace LinkCode.Tests.Faults.History;

/// <summary>
/// Many workers do everything at once to the same codes while the server is killed again and again; all they asked and heard is recorded, and
/// for each code there has to be an order in which it can have happened. <c>./do faults --history</c> records 200,000 operations.
/// </summary>
public sealed class RecordedHistory(ITestOutputHelper output)
{
    private const int PerGroup = 4;
    private const int CodesAtOnce = 10;
    private const int PerCode = 20;
    private const int MostPerCode = 60;
    private static readonly int Wanted = int.Parse(Environment.GetEnvironmentVariable("LINKCODE_HISTORY") ?? "1600", CultureInfo.InvariantCulture);
    private static readonly int PerKill = Math.Max(400, Wanted / 60);
    private static readonly int Groups = Wanted >= 50_000 ? 16 : 4;
    private static readonly bool IsBroken = Environment.GetEnvironmentVariable("LINKCODE_BROKEN") is not null;
    private readonly ConcurrentBag<HistoryCode> codes = [];
    private volatile bool isUp;
    private int recorded;

    [Fact]
    public async Task Every_code_has_a_legal_history()
    {
        var first = await TestServer.StartAsync();
        for (var i = 0; i < Groups * PerGroup; i++)
        {
            await first.AddAccountAsync($"worker{i}@example.org");
        }

        await first.StopAsync();
        using var server = new ServerProcess(first.Folder, Ports.Next());
        await server.StartAsync();
        isUp = true;
        var visitors = Enumerable.Range(0, Groups * PerGroup).Select(i => new Visitor(server.Address, $"worker{i}@example.org")).ToList();
        foreach (var visitor in visitors)
        {
            await visitor.SignInAsync();
        }

        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(30) };
        var inRound = Groups * CodesAtOnce * PerCode;
        var rounds = (Wanted + inRound - 1) / inRound;
        var work = Task.WhenAll(Enumerable.Range(0, Groups).Select(group => Task.Run(() => LiveAsync(visitors[(group * PerGroup)..((group + 1) * PerGroup)], http, rounds, group))));
        var (kills, next) = (0, PerKill);
        while (await Task.WhenAny(work, Task.Delay(10)) != work)
        {
            if (recorded < next)
            {
                continue;
            }

            isUp = false;
            server.Kill();
            await server.StartAsync();
            isUp = true;
            kills++;
            next = recorded + Random.Shared.Next(PerKill / 2, PerKill * 3 / 2);
        }

        await work;
        server.Kill();
        Report(kills);
        visitors.ForEach(visitor => visitor.Dispose());
        SqliteConnection.ClearAllPools();
        Directory.Delete(first.Folder, recursive: true);
    }

    private void Report(int kills)
    {
        var wrong = codes.Where(code => !code.IsLegal).ToList();
        var all = codes.SelectMany(code => code.Operations).ToList();
        output.WriteLine($"{all.Count} operations by {Groups * PerGroup} workers over {codes.Count} codes, {kills} kills: " +
            string.Join(", ", all.GroupBy(operation => $"{operation.Deed} {operation.Outcome}").OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}")));
        wrong.Take(3).ToList().ForEach(code => output.WriteLine($"NOT LEGAL, {code}"));
        output.WriteLine($"{wrong.Count} codes without a legal history");
        Assert.True(all.Count(operation => operation.Outcome == Outcome.Tokens) > codes.Count / 10, "Hardly anything was linked.");
        Assert.Equal(IsBroken, wrong.Count > 0);
    }

    private async Task LiveAsync(List<Visitor> visitors, HttpClient http, int rounds, int group)
    {
        using var stranger = new Visitor(http.BaseAddress!, "nobody@example.org");
        for (var round = 0; round < rounds; round++)
        {
            var shown = new List<HistoryCode>();
            while (shown.Count < CodesAtOnce)
            {
                await AliveAsync();
                if (await StartAsync(stranger, http, isProving: shown.Count % 2 == 0) is { } code)
                {
                    shown.Add(code);
                    codes.Add(code);
                }
            }

            await Task.WhenAll(visitors.Select((visitor, who) => Task.Run(() => UseAsync(shown, visitor, who, new Random((group * 1_000_003) + (round * 101) + who)))));
        }
    }

    private static async Task<HistoryCode?> StartAsync(Visitor stranger, HttpClient http, bool isProving)
    {
        try
        {
            var device = await new TestDevice(http).AskAsync(isProving);
            return new HistoryCode(device, await stranger.TicketAsync(device.UserCode));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    // Mostly each worker's own codes, and mostly in the order of a link that works; the rest is what the others do at the same time.
    private async Task UseAsync(List<HistoryCode> shown, Visitor visitor, int who, Random dice)
    {
        const int Times = CodesAtOnce * PerCode / PerGroup;
        for (var i = 0; i < Times; i++)
        {
            var deed = Choose(i / (double)Times, dice.Next(100));
            var place = dice.Next(shown.Count);
            if (deed is Deed.Claim or Deed.Approve or Deed.Undo && dice.Next(100) < 80)
            {
                place = ((place / PerGroup * PerGroup) + who) % shown.Count;
            }

            await AliveAsync();
            Interlocked.Increment(ref recorded);
            if (shown[place].Operations.Count < MostPerCode && !await shown[place].DoAsync(deed, who, visitor))
            {
                await Task.Delay(50);
            }
        }
    }

    private static Deed Choose(double progress, int dice) => progress switch
    {
        < 0.3 => dice switch { < 50 => Deed.Claim, < 96 => Deed.Poll, < 98 => Deed.Deny, _ => Deed.Cancel },
        < 0.6 => dice switch { < 45 => Deed.Approve, < 85 => Deed.Poll, < 94 => Deed.Claim, < 98 => Deed.Deny, _ => Deed.Undo },
        _ => dice switch { < 55 => Deed.Poll, < 75 => Deed.Approve, < 86 => Deed.Undo, < 94 => Deed.Claim, < 97 => Deed.Deny, _ => Deed.Cancel },
    };

    private async Task AliveAsync()
    {
        while (!isUp)
        {
            await Task.Delay(20);
        }
    }
}
