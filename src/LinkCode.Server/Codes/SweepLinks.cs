using System.Diagnostics;
using LinkCode.Server.Data;

namespace LinkCode.Server.Codes;

/// <summary>Takes ended requests out of memory and table, so few at a time and with such rests between that no caller notices.</summary>
internal sealed class SweepLinks(LinkIndex index, LinkStore store, IDatabase database, CodesMeter meter, TimeProvider time, ILogger<SweepLinks> log) : BackgroundService
{
    // A hundred rows keep the one writer for about two milliseconds.
    private const int Batch = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(5);
    private DateTimeOffset unclaimedUntil = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.SweepFailed(error);
            }
        }
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        foreach (var left in index.RemoveEndedBefore(now, app => meter.Count(LinkState.Expired, app)))
        {
            if (left > 0)
            {
                await Task.Delay(ShortestRest, time, stop);
            }
        }

        // Of several nodes one sweeps the table.
        await using var turn = await database.TryTakeTurnAsync("sweep", stop);
        if (turn is null)
        {
            return;
        }

        await RepeatAsync(() => store.DeleteEndedAsync(now - LinkTimes.Memory, Batch), stop);

        // Codes that nobody entered are most of the table, and a code says for itself that it is old.
        var (from, until) = (unclaimedUntil, now - LinkTimes.Unclaimed);
        await RepeatAsync(() => store.DeleteUnclaimedAsync(from, until, Batch), stop);
        unclaimedUntil = until;
    }

    // Rests four times as long as it worked: the writer belongs to the callers.
    private async Task RepeatAsync(Func<Task<int>> delete, CancellationToken stop)
    {
        for (var deleted = Batch; deleted == Batch;)
        {
            var begin = Stopwatch.GetTimestamp();
            deleted = await delete();
            var rest = Stopwatch.GetElapsedTime(begin) * 4;
            await Task.Delay(rest > ShortestRest ? rest : ShortestRest, time, stop);
        }
    }
}
