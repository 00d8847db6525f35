using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Begins the deletion of an account: all of it is signed out now, and gone when the time to change one's mind is over.</summary>
internal sealed class LeaveAccount(LinkCodeDb db, UserManager<Account> users, SignOutThings things, PrivacyMail mail, AuditTrail trail, IOptions<AccountsOptions> options, TimeProvider time)
{
    /// <summary>False when it was begun before.</summary>
    public async Task<bool> RunAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        var at = time.GetUtcNow() + TimeSpan.FromDays(options.Value.DeletionDays);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            if (await db.Users.Where(row => row.Id == accountId && row.DeleteAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DeleteAt, at).SetProperty(row => row.LastWarnedAt, (DateTimeOffset?)null), cancellation) != 1)
            {
                return false;
            }

            var account = await db.Users.SingleAsync(row => row.Id == accountId, cancellation);

            // The session's check may have read it before.
            (account.DeleteAt, account.LastWarnedAt) = (at, null);
            mail.Leaving(account);
            trail.Record(db, new AuditEvent { What = Happenings.LeavingBegun, AccountId = accountId, Network = network });
            if (await users.UpdateSecurityStampAsync(account) is { Succeeded: false } failed)
            {
                throw new InvalidOperationException($"The account was changed by somebody else at the same moment: {failed}");
            }

            await SessionBook.EndAllAsync(db, accountId, but: null, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        // From the commit on no token of theirs is good any more; this puts it into the list of devices, too.
        await things.RunAsync(accountId, network, CancellationToken.None);
        return true;
    }
}
