using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>Signs an account out of every browser and every device, at an operator's word.</summary>
internal sealed class SignOutEverywhere(LinkCodeDb db, UserManager<Account> users, SignOutThings things, AuditTrail trail)
{
    /// <summary>False when nobody has this address.</summary>
    public async Task<bool> RunAsync(string typed, CancellationToken cancellation)
    {
        if (MailAddress.Read(typed, out _) is not { } address || await users.FindByEmailAsync(address.Text) is not { } account)
        {
            return false;
        }

        await RunAsync(account, () => Task.FromResult(true), cancellation);
        return true;
    }

    /// <summary>The same, together with what the caller changes, if it changed anything. Call it outside of any transaction.</summary>
    public async Task<bool> RunAsync(Account account, Func<Task<bool>> change, CancellationToken cancellation)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            if (!await change())
            {
                return false;
            }

            trail.Record(db, new AuditEvent { What = Happenings.SessionEnded, AccountId = account.Id });
            await SessionBook.EndAllAsync(db, account.Id, but: null, cancellation);
            if (await users.UpdateSecurityStampAsync(account) is { Succeeded: false } failed)
            {
                throw new InvalidOperationException($"The account was changed by somebody else at the same moment: {failed}");
            }

            await transaction.CommitAsync(cancellation);
        }

        await things.RunAsync(account.Id, "", cancellation);
        return true;
    }
}
