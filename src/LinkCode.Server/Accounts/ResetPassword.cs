using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Makes a new password with the key from a mail, once, and with a code where the account has a second step.</summary>
internal sealed class ResetPassword(LinkCodeDb db, UserManager<Account> users, Passwords passwords, CheckCode codes, NewPassword saving, TimeProvider time)
{
    /// <summary>Whose password a key would change, or null when the key is used up. Changes nothing.</summary>
    public async Task<ResetQuestion?> LookAsync(string? key, CancellationToken cancellation) =>
        OneTimeKey.Read(key)?.Hash is { } hash && await OwnerAsync(hash, cancellation) is { } account
            ? new ResetQuestion(account.Email!, await codes.IsWantedForResetAsync(account.Id, cancellation))
            : null;

    public async Task<ResetAnswer> RunAsync(string? key, string? password, string? code, Visitor visitor, CancellationToken cancellation)
    {
        if (OneTimeKey.Read(key)?.Hash is not { } hash || await OwnerAsync(hash, cancellation) is not { } account)
        {
            return new ResetAnswer.UsedUp();
        }

        if (passwords.Judge(password, MailAddress.Read(account.Email, out _), account.DisplayName) is { } problem)
        {
            return new ResetAnswer.Refused(problem);
        }

        // Last of what can be wrong, because a code is used up by being right.
        var answer = await codes.IsWantedForResetAsync(account.Id, cancellation) ? await codes.RunAsync(account, code, visitor, cancellation) : new CodeAnswer.Right();
        return answer switch
        {
            CodeAnswer.Wrong(var wrong) => new ResetAnswer.Refused(wrong),
            CodeAnswer.Wait(var wait) => new ResetAnswer.Wait(wait),
            _ => await SaveAsync(account, hash, passwords.Hash(password!), visitor.Network, cancellation),
        };
    }

    // Hashing takes long on purpose, so it is done before the transaction holds everybody's writes up.
    private async Task<ResetAnswer> SaveAsync(Account account, byte[] hash, string passwordHash, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await Good(hash).ExecuteUpdateAsync(set => set.SetProperty(reset => reset.UsedAt, now), cancellation) != 1)
        {
            return new ResetAnswer.UsedUp();
        }

        var next = await db.Set<PasswordReset>().Where(reset => reset.KeyHash == hash).Select(reset => reset.Next).SingleAsync(cancellation);
        if (!await saving.SaveAsync(account, passwordHash, network, byMail: true, cancellation))
        {
            return new ResetAnswer.Refused(new Problem("new-password", "problem.meanwhile"));
        }

        await transaction.CommitAsync(cancellation);
        return new ResetAnswer.Saved(account.Id, next);
    }

    private async Task<Account?> OwnerAsync(byte[] hash, CancellationToken cancellation) =>
        await Good(hash).Select(reset => reset.AccountId).SingleOrDefaultAsync(cancellation) is { } id ? await users.FindByIdAsync(id.ToString()) : null;

    private IQueryable<PasswordReset> Good(byte[] hash)
    {
        var now = time.GetUtcNow();
        return db.Set<PasswordReset>().Where(reset => reset.KeyHash == hash && reset.UsedAt == null && reset.ExpiresAt > now);
    }
}

/// <summary>Whose password a link would change, and whether a code is needed, too.</summary>
internal sealed record ResetQuestion(string Address, bool WantsCode);

/// <summary>What came of a new password.</summary>
internal abstract record ResetAnswer
{
    private ResetAnswer()
    {
    }

    internal sealed record Saved(Guid AccountId, string? Next) : ResetAnswer;

    /// <summary>The password has to be another one, or the code.</summary>
    internal sealed record Refused(Problem Problem) : ResetAnswer;

    /// <summary>Too many codes were tried. The link stays good.</summary>
    internal sealed record Wait(TimeSpan Time) : ResetAnswer;

    /// <summary>The link was used, is too old, or was never ours.</summary>
    internal sealed record UsedUp : ResetAnswer;
}
