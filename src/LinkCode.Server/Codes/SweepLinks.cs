using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>Brings live requests back into memory at start, and takes ended ones out of memory and table a few at a time.</summary>
internal sealed class SweepLinks(LinkIndex index, LinkStore store, IDatabase database, IServiceScopeFactory scopes, CodeKeys keys, IOptions<CodesOptions> options, TimeProvider time, ILogger<SweepLinks> log) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        var live = scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>().AsNoTracking()
            .Where(link => link.ExpiresAt > now && link.State <= LinkState.Approved)
            .OrderBy(link => link.CreatedAt).AsAsyncEnumerable();
        await foreach (var link in live.WithCancellation(cancellationToken))
        {
            index.TryAdd(StartLink.Entry(link, keys, options.Value.IntervalSeconds));
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var before = time.GetUtcNow() - LinkTimes.Memory;
            index.RemoveEndedBefore(time.GetUtcNow());
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
