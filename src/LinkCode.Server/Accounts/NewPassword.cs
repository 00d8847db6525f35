using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>Stores a new password, ends the account's sessions and tells its owner.</summary>
internal sealed class NewPassword(LinkCodeDb db, UserManager<Account> users, AccountMail mail, AuditTrail trail)
{
    /// <summary>Call it inside the transaction that uses up the link.</summary>
    public async Task SaveAsync(Account account, string passwordHash, string network, CancellationToken cancellation)
    {
        account.PasswordHash = passwordHash;
        await SessionBook.EndAllAsync(db, account.Id, cancellation);
        trail.Record(db, new AuditEvent { What = Happenings.PasswordReset, AccountId = account.Id, Network = network });
        mail.PasswordChanged(account);
        if (await users.UpdateSecurityStampAsync(account) is { Succeeded: false } failed)
        {
            throw new InvalidOperationException($"The account was changed by somebody else at the same moment: {failed}");
        }
    }
}
