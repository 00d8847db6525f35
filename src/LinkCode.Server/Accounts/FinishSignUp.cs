using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Signs in the browser that began a sign-up, once its address was confirmed in whatever browser; once.</summary>
internal sealed class FinishSignUp(LinkCodeDb db, UserManager<Account> users, Sessions sessions, TimeProvider time)
{
    /// <summary>Where a sign-up stands, or null when there is none any more.</summary>
    public async Task<SignUpState?> LookAsync(Guid signUpId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await db.Set<PendingSignUp>().Where(row => row.Id == signUpId && row.ExpiresAt > now)
            .Select(row => new SignUpState(row.Address, row.Next, row.FinishedAt != null)).SingleOrDefaultAsync(cancellation);
    }

    public async Task<FinishAnswer> RunAsync(Guid signUpId, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var finished = await db.Set<PendingSignUp>()
            .Where(row => row.Id == signUpId && row.AccountId != null && row.FinishedAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.FinishedAt, now), cancellation);
        var signUp = await db.Set<PendingSignUp>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == signUpId && row.ExpiresAt > now, cancellation);
        if (signUp is null || (finished == 0 && (signUp.FinishedAt is not null || signUp.ConfirmedAt is not null)))
        {
            return new FinishAnswer.UsedUp();
        }

        if (finished == 0)
        {
            return new FinishAnswer.NotYet();
        }

        // With a second step, the mailbox is not enough any more.
        if (await Authenticator.Of(db, signUp.AccountId!.Value).AnyAsync(cancellation))
        {
            return new FinishAnswer.UsedUp();
        }

        var account = await users.FindByIdAsync(signUp.AccountId!.Value.ToString());
        return account is not null && await sessions.BeginAsync(account, [Methods.Mailbox], network, cancellation)
            ? new FinishAnswer.Finished(account.Id, signUp.Next)
            : new FinishAnswer.UsedUp();
    }
}

/// <summary>A sign-up as the waiting page shows it.</summary>
internal sealed record SignUpState(string Address, string? Next, bool IsFinished);

/// <summary>What came of going on after the mail.</summary>
internal abstract record FinishAnswer
{
    private FinishAnswer()
    {
    }

    /// <summary>This browser is signed in.</summary>
    internal sealed record Finished(Guid AccountId, string? Next) : FinishAnswer;

    /// <summary>The link in the mail was not opened yet.</summary>
    internal sealed record NotYet : FinishAnswer;

    /// <summary>This sign-up is over; signing in does the rest.</summary>
    internal sealed record UsedUp : FinishAnswer;
}
