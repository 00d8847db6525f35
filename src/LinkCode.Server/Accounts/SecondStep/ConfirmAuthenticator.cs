using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Lets an authenticator app count, once it has shown a code of the new key.</summary>
internal sealed class ConfirmAuthenticator(LinkCodeDb db, UserManager<Account> users, AuthenticatorKeys keys, AuditTrail trail, AccountMail mail, TimeProvider time)
{
    /// <summary>The key that is being set up, or null.</summary>
    public async Task<AuthenticatorKey?> LookAsync(Guid accountId, CancellationToken cancellation) =>
        await Authenticator.Unconfirmed(db, accountId, time.GetUtcNow()).Select(app => app.SealedKey).SingleOrDefaultAsync(cancellation) is { } stored ? keys.Open(stored) : null;

    /// <summary>What to put right about the code, or null once the app counts.</summary>
    public async Task<Problem?> RunAsync(Guid accountId, string? typed, string network, CancellationToken cancellation)
    {
        if (AppCode.Read(typed) is not { } code)
        {
            return new Problem(CheckCode.Field, string.IsNullOrWhiteSpace(typed) ? "problem.code.missing" : "problem.code.digits");
        }

        var now = time.GetUtcNow();
        if (await LookAsync(accountId, cancellation) is not { } key || key.StepOf(code, now) is not { } step)
        {
            return new Problem(CheckCode.Field, "problem.code.wrong");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var confirmed = await Authenticator.Unconfirmed(db, accountId, now).ExecuteUpdateAsync(
            set => set.SetProperty(app => app.ConfirmedAt, now).SetProperty(app => app.LastStep, step).SetProperty(app => app.LastUsedAt, now), cancellation);
        if (confirmed == 1 && await users.FindByIdAsync(accountId.ToString()) is { } account)
        {
            trail.Record(db, new AuditEvent { What = Happenings.AppAdded, AccountId = accountId, Network = network });
            mail.Notice(account, "appAdded", network);
            await db.SaveChangesAsync(cancellation);
        }

        // Pressed twice, the second press finds it done.
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
