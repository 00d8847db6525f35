using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Makes the exports that were asked for, one after the other; of several nodes one does it. What a start finds unfinished is begun again.</summary>
internal sealed class ExportMaker(ExportBell bell, IServiceScopeFactory scopes, IDatabase database, ILogger<ExportMaker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await bell.WaitAsync(NowAndThen.AfterStart, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.NotExported(error);
            }

            await bell.WaitAsync(Pause, stoppingToken);
        }
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        await using var turn = await database.TryTakeTurnAsync("export", cancellation);
        foreach (var accountId in turn is null ? [] : await WaitingAsync(cancellation))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<MakeExport>().RunAsync(accountId, cancellation);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.NotExported(error);
            }
        }
    }

    private async Task<List<Guid>> WaitingAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<Export>().Where(export => export.ReadyAt == null && export.ExpiresAt == null)
            .OrderBy(export => export.AskedAt).Select(export => export.AccountId).ToListAsync(cancellation);
    }
}
