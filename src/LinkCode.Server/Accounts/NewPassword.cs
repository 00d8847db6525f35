using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Stores a new password, ends the account's sessions and tells its owner.</summary>
internal sealed class NewPassword(LinkCodeDb db, UserManager<Account> users, AccountMail mail, AuditTrail trail, TimeProvider time)
{
    /// <summary>Call it inside the transaction that uses up the link, or asks who is there.</summary>
    /// <returns>False when somebody else changed the account at the same moment; the transaction is not to be committed then.</returns>
    /// <param name="byMail">Whether a link from a mail was used, and nobody is signed in.</param>
    public async Task<bool> SaveAsync(Account account, string passwordHash, string network, bool byMail, CancellationToken cancellation)
    {
        // Links in older mails would undo this: whoever had the mailbox for a moment may have one.
        var now = time.GetUtcNow();
        await db.Set<PasswordReset>().Where(reset => reset.AccountId == account.Id && reset.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(reset => reset.UsedAt, now), cancellation);
        account.PasswordHash = passwordHash;
        trail.Record(db, new AuditEvent { What = byMail ? Happenings.PasswordReset : Happenings.PasswordChanged, AccountId = account.Id, Network = network });
        if (byMail)
        {
            await SessionBook.EndAllAsync(db, account.Id, but: null, cancellation);
            mail.PasswordChanged(account);
        }
        else
        {
            mail.Notice(account, "passwordChanged", network);
        }

        return (await users.UpdateSecurityStampAsync(account)).Succeeded;
    }
}
