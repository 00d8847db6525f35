using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Makes the exports that were asked for, one after the other; of several nodes one does it. What a start finds unfinished is begun again.</summary>
internal sealed class ExportMaker(ExportBell bell, IServiceScopeFactory scopes, IDatabase database, ILogger<ExportMaker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
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

            await bell.WaitAsync(stoppingToken);
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
