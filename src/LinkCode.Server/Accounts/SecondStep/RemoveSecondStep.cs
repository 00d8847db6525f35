using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>
/// Takes app and recovery codes off an account whose owner lost both, signs it out everywhere and tells its owner. Only operators get here;
/// the mailbox alone gives a new password from then on, so they have to know who asks them.
/// </summary>
internal sealed class RemoveSecondStep(LinkCodeDb db, UserManager<Account> users, SignOutEverywhere signOut, AccountMail mail, AuditTrail trail)
{
    public async Task<RemoveStepAnswer> RunAsync(string typed, CancellationToken cancellation)
    {
        if (MailAddress.Read(typed, out _) is not { } address || await users.FindByEmailAsync(address.Text) is not { } account)
        {
            return new RemoveStepAnswer.NobodyHere();
        }

        return await signOut.RunAsync(account, () => RemoveAsync(account, cancellation), cancellation) ? new RemoveStepAnswer.Removed() : new RemoveStepAnswer.NothingThere();
    }

    private async Task<bool> RemoveAsync(Account account, CancellationToken cancellation)
    {
        var removed = await db.Set<Authenticator>().Where(app => app.AccountId == account.Id).ExecuteDeleteAsync(cancellation)
            + await db.Set<KeptRecoveryCode>().Where(code => code.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        if (removed == 0)
        {
            return false;
        }

        trail.Record(db, new AuditEvent { What = Happenings.SecondStepRemoved, AccountId = account.Id });
        mail.SecondStepRemoved(account);
        return true;
    }
}

/// <summary>What came of taking a second step off.</summary>
internal abstract record RemoveStepAnswer
{
    private RemoveStepAnswer()
    {
    }

    internal sealed record Removed : RemoveStepAnswer;

    /// <summary>The account has neither app nor recovery codes.</summary>
    internal sealed record NothingThere : RemoveStepAnswer;

    /// <summary>No account has this address.</summary>
    internal sealed record NobodyHere : RemoveStepAnswer;
}
