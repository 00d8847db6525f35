using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Turns a sign-up into an account, with the key from its mail; once.</summary>
internal sealed class ConfirmAddress(LinkCodeDb db, NewAccount accounts, Passwords passwords, TimeProvider time)
{
    /// <summary>The sign-up a key would confirm, or null when the key is used up. Changes nothing: scanners open links, too.</summary>
    public async Task<UnconfirmedSignUp?> LookAsync(string? key, CancellationToken cancellation)
    {
        if (OneTimeKey.Read(key)?.Hash is not { } hash)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return await db.Set<PendingSignUp>().Where(row => row.KeyHash == hash && row.ConfirmedAt == null && row.ExpiresAt > now)
            .Select(row => new UnconfirmedSignUp(row.Id, row.Address)).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Confirms the address. Whoever says yes began the sign-up: in the same browser, or else by knowing the password that was chosen.</summary>
    /// <param name="begun">The sign-up begun in this browser.</param>
    public async Task<ConfirmAnswer> RunAsync(string? key, Guid? begun, string? password, string network, CancellationToken cancellation)
    {
        if (OneTimeKey.Read(key)?.Hash is not { } hash)
        {
            return new ConfirmAnswer.UsedUp();
        }

        var now = time.GetUtcNow();
        var asked = await db.Set<PendingSignUp>().AsNoTracking().Where(row => row.KeyHash == hash && row.ConfirmedAt == null && row.ExpiresAt > now)
            .Select(row => new { row.Id, row.PasswordHash }).SingleOrDefaultAsync(cancellation);
        if (asked is null)
        {
            return new ConfirmAnswer.UsedUp();
        }

        // A yes to a sign-up of somebody else would give them an account in this person's name, with a password they know.
        if (asked.Id != begun && !passwords.Matches(new Account { PasswordHash = asked.PasswordHash }, password))
        {
            return new ConfirmAnswer.NotChosen(new Problem("password", "problem.password.notChosen"));
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var used = await db.Set<PendingSignUp>().Where(row => row.KeyHash == hash && row.ConfirmedAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ConfirmedAt, now), cancellation);
        if (used != 1)
        {
            return new ConfirmAnswer.UsedUp();
        }

        var signUp = await db.Set<PendingSignUp>().SingleAsync(row => row.KeyHash == hash, cancellation);
        var account = await accounts.CreateAsync(signUp.Address, signUp.DisplayName, signUp.PasswordHash, signUp.Language, isOperator: false, network);
        if (account is not null)
        {
            signUp.AccountId = account.Id;
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return account is null ? new ConfirmAnswer.AlreadyHere(signUp.Next) : new ConfirmAnswer.Confirmed(signUp.Id, signUp.Next);
    }
}

/// <summary>A sign-up whose mail was not answered yet.</summary>
internal sealed record UnconfirmedSignUp(Guid Id, string Address);

/// <summary>What came of confirming an address.</summary>
internal abstract record ConfirmAnswer
{
    private ConfirmAnswer()
    {
    }

    /// <summary>There is an account now.</summary>
    internal sealed record Confirmed(Guid SignUpId, string? Next) : ConfirmAnswer;

    /// <summary>The address got an account by another mail in the meantime.</summary>
    internal sealed record AlreadyHere(string? Next) : ConfirmAnswer;

    /// <summary>This browser began no such sign-up, and the password is not the one chosen there. The link stays good.</summary>
    internal sealed record NotChosen(Problem Problem) : ConfirmAnswer;

    /// <summary>The link was used, is too old, or was never ours.</summary>
    internal sealed record UsedUp : ConfirmAnswer;
}
