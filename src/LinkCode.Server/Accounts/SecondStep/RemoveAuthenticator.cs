using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Takes the authenticator app off the account. The account's other sessions end: whoever took it off may not be its owner.</summary>
internal sealed class RemoveAuthenticator(LinkCodeDb db, UserManager<Account> users, Sessions sessions, AuditTrail trail, AccountMail mail)
{
    public async Task RunAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        if (await users.FindByIdAsync(accountId.ToString()) is not { } account)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await Authenticator.Of(db, accountId).ExecuteDeleteAsync(cancellation) != 1)
        {
            return;
        }

        // Without an app or a passkey codes on paper would only be in the way of a new password.
        if (!await db.Set<Passkey>().AnyAsync(passkey => passkey.UserId == accountId, cancellation))
        {
            await db.Set<KeptRecoveryCode>().Where(code => code.AccountId == accountId).ExecuteDeleteAsync(cancellation);
        }

        trail.Record(db, new AuditEvent { What = Happenings.AppRemoved, AccountId = accountId, Network = network });
        mail.Notice(account, "appRemoved", network);
        await sessions.EndOthersAsync(account);
        await transaction.CommitAsync(cancellation);
    }
}
