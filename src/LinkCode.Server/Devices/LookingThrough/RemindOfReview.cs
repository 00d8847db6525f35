using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Devices.LookingThrough;

/// <summary>
/// Now and then asks people by mail to look through what is linked; never those who have nothing linked, and nobody twice for the same
/// stretch of time. Of several nodes one asks.
/// </summary>
internal sealed class RemindOfReview(IServiceScopeFactory scopes, IDatabase database, IOptions<AccountsOptions> options, TimeProvider time, ILogger<RemindOfReview> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    // A site that is old when it learns to ask writes to its people over some days, not all at once.
    private const int MostAtOnce = 500;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (options.Value.ReminderDays == 0)
        {
            return;
        }

        await using var turn = await database.TryTakeTurnAsync("reminders", cancellation);
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.Value.ReminderDays);
        foreach (var accountId in turn is null ? [] : await DueAsync(before, cancellation))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await RemindAsync(scope.ServiceProvider, accountId, before, cancellation);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // What one of them stumbles over keeps no other back.
                log.NotReminded(error);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => NowAndThen.RunAsync(Pause, time, RunAsync, log.NotReminded, stoppingToken);

    // Who has linked everything a short time ago knows it.
    private async Task<List<Guid>> DueAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        return await db.Users.Where(account => account.EmailConfirmed && account.DisabledAt == null && account.DeleteAt == null && (account.ReviewedAt == null || account.ReviewedAt <= before)
                && db.Set<Device>().Any(device => device.AccountId == account.Id && device.RemovedAt == null && device.LinkedAt <= before))
            .OrderBy(account => account.Id).Take(MostAtOnce).Select(account => account.Id).ToListAsync(cancellation);
    }

    private async Task RemindAsync(IServiceProvider scope, Guid accountId, DateTimeOffset before, CancellationToken cancellation)
    {
        var (db, now) = (scope.GetRequiredService<LinkCodeDb>(), time.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var devices = await db.Set<Device>().CountAsync(device => device.AccountId == accountId && device.RemovedAt == null, cancellation);
        if (devices == 0 || await db.Users.Where(account => account.Id == accountId && account.DeleteAt == null && (account.ReviewedAt == null || account.ReviewedAt <= before))
            .ExecuteUpdateAsync(set => set.SetProperty(account => account.ReviewedAt, now), cancellation) != 1)
        {
            return;
        }

        scope.GetRequiredService<ReviewLetter>().Add(await db.Users.AsNoTracking().SingleAsync(account => account.Id == accountId, cancellation), devices);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
