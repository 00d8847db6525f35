using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>The owner has changed their mind: the account stays, and this browser goes on with it.</summary>
internal sealed class KeepAccount(LinkCodeDb db, Sessions sessions, PrivacyMail mail, AuditTrail trail, TimeProvider time)
{
    /// <summary>Until when that can be done, or null when the account stays anyway.</summary>
    public Task<DateTimeOffset?> UntilAsync(Guid accountId, CancellationToken cancellation) =>
        db.Users.Where(row => row.Id == accountId).Select(row => row.DeleteAt).SingleOrDefaultAsync(cancellation);

    /// <summary>False when it was kept before, or it is too late.</summary>
    public async Task<bool> RunAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Users.Where(row => row.Id == accountId && row.DeleteAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.DeleteAt, (DateTimeOffset?)null).SetProperty(row => row.LastWarnedAt, (DateTimeOffset?)null), cancellation) != 1)
        {
            return false;
        }

        var account = await db.Users.SingleAsync(row => row.Id == accountId, cancellation);

        // The session's check may have read it before.
        (account.DeleteAt, account.LastWarnedAt) = (null, null);
        mail.Kept(account, now);
        trail.Record(db, new AuditEvent { What = Happenings.Kept, AccountId = accountId, Network = network });
        await sessions.EndOthersAsync(account);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
