using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Turns a sign-up into an account, with the key or the code from its mail; once.</summary>
internal sealed class ConfirmAddress(LinkCodeDb db, NewAccount accounts, Passwords passwords, MailedCodes codes, KeptPasskeys kept, TimeProvider time)
{
    /// <summary>The sign-up a key would confirm, or null when the key is used up. Changes nothing: scanners open links, too.</summary>
    public async Task<UnconfirmedSignUp?> LookAsync(string? key, CancellationToken cancellation)
    {
        if (OneTimeKey.Read(key)?.Hash is not { } hash)
        {
            return null;
        }

        return await Open().Where(row => row.KeyHash == hash).Select(row => new UnconfirmedSignUp(row.Id, row.Address, row.PasswordHash != "")).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Confirms the address. Whoever says yes began the sign-up: in the same browser, or else by knowing the password that was chosen.</summary>
    /// <param name="begun">The sign-up begun in this browser.</param>
    public async Task<ConfirmAnswer> RunAsync(string? key, Guid? begun, string? password, string network, CancellationToken cancellation)
    {
        if (OneTimeKey.Read(key)?.Hash is not { } hash
            || await Open().Where(row => row.KeyHash == hash).Select(row => new { row.Id, row.PasswordHash }).SingleOrDefaultAsync(cancellation) is not { } asked)
        {
            return new ConfirmAnswer.UsedUp();
        }

        // A yes to a sign-up of somebody else would give them an account in this person's name, with a password or a passkey of theirs.
        if (asked.Id != begun && !passwords.Matches(new Account { PasswordHash = Chosen(asked.PasswordHash) }, password))
        {
            return new ConfirmAnswer.NotChosen(new Problem("password", "problem.password.notChosen"));
        }

        return await ConfirmAsync(Open().Where(row => row.KeyHash == hash), asked.Id, network, cancellation);
    }

    /// <summary>The same with the code, typed in the browser that began. Every try counts before it is looked at.</summary>
    public async Task<ConfirmAnswer> RunByCodeAsync(Guid signUpId, string? typed, string network, CancellationToken cancellation)
    {
        if (MailedCode.Read(typed) is not { } code)
        {
            return new ConfirmAnswer.NotChosen(new Problem("code", "problem.mailedCode.short", MailedCode.Length));
        }

        var own = Open().Where(row => row.Id == signUpId);
        if (await own.Where(row => row.CodeTries < PendingSignUp.MostCodeTries)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CodeTries, row => row.CodeTries + 1), cancellation) != 1)
        {
            return await own.AnyAsync(cancellation) ? new ConfirmAnswer.NotChosen(new Problem("code", "problem.mailedCode.tries")) : new ConfirmAnswer.UsedUp();
        }

        var match = await own.Select(row => row.Code).SingleOrDefaultAsync(cancellation) is { } sealedCode ? codes.Compare(code, signUpId, sealedCode) : CodeMatch.Wrong;
        return match == CodeMatch.Right
            ? await ConfirmAsync(own, signUpId, network, cancellation)
            : new ConfirmAnswer.NotChosen(new Problem("code", match == CodeMatch.Old ? "problem.mailedCode.old" : "problem.mailedCode.wrong"));
    }

    private async Task<ConfirmAnswer> ConfirmAsync(IQueryable<PendingSignUp> open, Guid signUpId, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await open.ExecuteUpdateAsync(set => set.SetProperty(row => row.ConfirmedAt, now), cancellation) != 1)
        {
            return new ConfirmAnswer.UsedUp();
        }

        var signUp = await db.Set<PendingSignUp>().SingleAsync(row => row.Id == signUpId, cancellation);
        var passkey = signUp.Passkey is { } sealedPasskey ? kept.Open(sealedPasskey) : null;
        var account = await accounts.CreateAsync(signUp.Address, signUp.DisplayName, Chosen(signUp.PasswordHash), signUp.Language, isOperator: false, network, passkey);
        if (account is not null)
        {
            signUp.AccountId = account.Id;
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return account is null ? new ConfirmAnswer.AlreadyHere(signUp.Next) : new ConfirmAnswer.Confirmed(signUp.Id, signUp.Next);
    }

    private static string? Chosen(string passwordHash) => passwordHash.Length > 0 ? passwordHash : null;

    private IQueryable<PendingSignUp> Open()
    {
        var now = time.GetUtcNow();
        return db.Set<PendingSignUp>().Where(row => row.ConfirmedAt == null && row.ExpiresAt > now);
    }
}

/// <summary>A sign-up whose mail was not answered yet.</summary>
/// <param name="HasPassword">Whether a password was chosen, or a passkey made.</param>
internal sealed record UnconfirmedSignUp(Guid Id, string Address, bool HasPassword);

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

    /// <summary>Nothing shows that this person began the sign-up: neither the browser, nor the password, nor the code. The link stays good.</summary>
    internal sealed record NotChosen(Problem Problem) : ConfirmAnswer;

    /// <summary>The link was used, is too old, or was never ours.</summary>
    internal sealed record UsedUp : ConfirmAnswer;
}
