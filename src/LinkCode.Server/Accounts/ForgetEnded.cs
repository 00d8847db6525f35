using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Accounts.Privacy;
using LinkCode.Server.Accounts.Profile;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary>Once a day deletes what opens nothing any more: links in mails and exports whose time is over, and sessions whose cookies are.</summary>
internal sealed class ForgetEnded(EndedSessions sessions, IServiceScopeFactory scopes, IOptions<AccountsOptions> options, TimeProvider time, ILogger<ForgetEnded> log) : BackgroundService
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        await db.Set<PendingSignUp>().Where(signUp => signUp.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        await db.Set<PasswordReset>().Where(reset => reset.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        await db.Set<Invitation>().Where(invitation => invitation.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        await db.Set<Export>().Where(export => export.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        await db.Set<UsedCeremony>().Where(ceremony => ceremony.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        await FormerAddresses.ForgetAsync(db, now, cancellation);
        await db.Set<AddressChange>().Where(change => change.ExpiresAt < now && (change.DoneAt == null || change.UndoUntil < now)).ExecuteDeleteAsync(cancellation);

        // What strangers did to an account in the moment it was deleted. Found first, because the one writer must not wait for the search.
        var orphans = await db.Set<AuditEvent>().Where(happened => happened.AccountId != null && !db.Users.Any(account => account.Id == happened.AccountId)).Select(happened => happened.Id).ToListAsync(cancellation);
        foreach (var some in orphans.Chunk(LinkCodeDb.MostAtOnce))
        {
            await db.Set<AuditEvent>().Where(happened => some.Contains(happened.Id)).ExecuteDeleteAsync(cancellation);
        }

        var (begunAfter, seenAfter) = ListSessions.Alive(options.Value, now);
        await db.Set<BrowserSession>().Where(session => session.BegunAt <= begunAfter || session.SeenAt <= seenAfter).ExecuteDeleteAsync(cancellation);
        var before = now - Sessions.LongestLife;
        await db.Set<EndedSession>().Where(session => session.EndedAt <= before).ExecuteDeleteAsync(cancellation);
        sessions.Forget(before);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => NowAndThen.RunAsync(TimeSpan.FromDays(1), time, RunAsync, log.NotForgotten, stoppingToken);
}
