using LinkCode.Server.Data;

namespace LinkCode.Server.Codes;

/// <summary>Brings live requests back into memory at start, and takes ended ones out of memory and table a few at a time.</summary>
internal sealed class SweepLinks(LinkIndex index, LiveLinks live, LinkStore store, IDatabase database, CodesMeter meter, TimeProvider time, ILogger<SweepLinks> log) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await live.RecallAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var before = time.GetUtcNow() - LinkTimes.Memory;
            index.RemoveEndedBefore(time.GetUtcNow(), app => meter.Count(LinkState.Expired, app));
            try
            {
                // Of several nodes one sweeps.
                await using var turn = await database.TryTakeTurnAsync("sweep", stoppingToken);
                while (turn is not null && await store.DeleteEndedAsync(before, Batch) == Batch)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50), time, stoppingToken);
                }
            }
            catch (System.Data.Common.DbException error)
            {
                log.SweepFailed(error);
            }
        }
    }
}
