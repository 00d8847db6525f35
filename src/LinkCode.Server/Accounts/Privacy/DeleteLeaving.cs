using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Once an hour deletes the accounts whose time to be kept is over, and warns those that have a day left. Of several nodes one does it.</summary>
internal sealed class DeleteLeaving(IServiceScopeFactory scopes, IDatabase database, TimeProvider time, ILogger<DeleteLeaving> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Warning = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var turn = await database.TryTakeTurnAsync("leaving", cancellation);
        if (turn is null)
        {
            return;
        }

        var (now, soon) = (time.GetUtcNow(), time.GetUtcNow() + Warning);
        await EachAsync(account => account.DeleteAt > now && account.DeleteAt <= soon && account.LastWarnedAt == null, WarnAsync, cancellation);
        await EachAsync(account => account.DeleteAt <= now, (scope, id) => scope.GetRequiredService<DeleteAccount>().RunAsync(id, cancellation), cancellation);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => NowAndThen.RunAsync(Pause, time, RunAsync, log.LeavingUnread, stoppingToken);

    // Each in a scope of its own, and what one of them stumbles over keeps no other back.
    private async Task EachAsync(System.Linq.Expressions.Expression<Func<Account, bool>> which, Func<IServiceProvider, Guid, Task<bool>> work, CancellationToken cancellation)
    {
        List<Guid> ids;
        await using (var scope = scopes.CreateAsyncScope())
        {
            ids = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Users.Where(which).OrderBy(account => account.DeleteAt).Select(account => account.Id).ToListAsync(cancellation);
        }

        foreach (var id in ids)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await work(scope.ServiceProvider, id);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.NotDeleted(error);
            }
        }
    }

    private async Task<bool> WarnAsync(IServiceProvider scope, Guid id)
    {
        var (db, now) = (scope.GetRequiredService<LinkCodeDb>(), time.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (await db.Users.Where(account => account.Id == id && account.DeleteAt != null && account.LastWarnedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(account => account.LastWarnedAt, now)) != 1)
        {
            return false;
        }

        scope.GetRequiredService<PrivacyMail>().LeavingSoon(await db.Users.AsNoTracking().SingleAsync(account => account.Id == id));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    }
}
