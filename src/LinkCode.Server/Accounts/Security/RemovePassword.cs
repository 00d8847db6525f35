using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Security;

/// <summary>Takes the password off an account that can do without it.</summary>
internal sealed class RemovePassword(LinkCodeDb db, ReadWaysIn read, Sessions sessions, AccountMail mail, AuditTrail trail)
{
    /// <summary>False when the account would be left without a way in, or back in.</summary>
    public async Task<bool> RunAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var account = await db.Users.SingleOrDefaultAsync(row => row.Id == accountId, cancellation);
        if (account is null || await read.RunAsync(accountId, cancellation) is not { MayLosePassword: true })
        {
            return false;
        }

        // A passkey that goes at the same moment changes the account, too, and then one of the two finds it changed.
        account.PasswordHash = null;
        trail.Record(db, new AuditEvent { What = Happenings.PasswordRemoved, AccountId = accountId, Network = network });
        mail.Notice(account, "passwordRemoved", network);
        await sessions.EndOthersAsync(account);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
