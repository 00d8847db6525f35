using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>The second step: a code of the authenticator app or a recovery code, each good once. Which of the two it is, its shape says.</summary>
internal sealed class CheckCode(LinkCodeDb db, AuthenticatorKeys keys, CodeThrottle throttle, AuditTrail trail, AccountMail mail, TimeProvider time)
{
    /// <summary>The field of a form that holds the code.</summary>
    public const string Field = "code";

    /// <summary>Whether a new password by mail takes a code: whoever has an app or codes on paper wanted that a mailbox alone is not enough.</summary>
    public async Task<bool> IsWantedForResetAsync(Guid accountId, CancellationToken cancellation) =>
        await IsWantedAsync(accountId, cancellation) || await KeptRecoveryCode.Unused(db, accountId).AnyAsync(cancellation);

    /// <summary>Whether a password alone signs nobody in to the account.</summary>
    public Task<bool> IsWantedAsync(Guid accountId, CancellationToken cancellation) => Authenticator.Of(db, accountId).AnyAsync(cancellation);

    public async Task<CodeAnswer> RunAsync(Account account, string? typed, Visitor visitor, CancellationToken cancellation)
    {
        var (app, recovery) = (AppCode.Read(typed), RecoveryCode.Read(typed));
        if (app is null && recovery is null)
        {
            // No code at all is no guess.
            return new CodeAnswer.Wrong(new Problem(Field, string.IsNullOrWhiteSpace(typed) ? "problem.code.missing" : "problem.code.shape"));
        }

        if (throttle.Claim(account, visitor) is { } wait)
        {
            return new CodeAnswer.Wait(wait);
        }

        if (app is not null ? await UseAsync(account, app, cancellation) : await UseAsync(account, recovery!, visitor.Network, cancellation))
        {
            throttle.Right(account, visitor);
            return new CodeAnswer.Right();
        }

        trail.Record(db, new AuditEvent { What = Happenings.CodeRefused, AccountId = account.Id, Network = visitor.Network });
        await db.SaveChangesAsync(cancellation);
        return new CodeAnswer.Wrong(new Problem(Field, "problem.code.wrong"));
    }

    private async Task<bool> UseAsync(Account account, AppCode code, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var stored = await Authenticator.Of(db, account.Id).Select(app => app.SealedKey).SingleOrDefaultAsync(cancellation);
        if (stored is null || keys.Open(stored)?.StepOf(code, now) is not { } step)
        {
            return false;
        }

        return await Authenticator.Of(db, account.Id).Where(app => app.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(app => app.LastStep, step).SetProperty(app => app.LastUsedAt, now), cancellation) == 1;
    }

    private async Task<bool> UseAsync(Account account, RecoveryCode code, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var salt = await db.Set<KeptRecoveryCode>().Where(kept => kept.AccountId == account.Id).Select(kept => kept.Salt).FirstOrDefaultAsync(cancellation);
        var hash = code.Hash(salt ?? new byte[KeptRecoveryCode.SaltLength]);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await KeptRecoveryCode.Unused(db, account.Id).Where(kept => kept.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(kept => kept.UsedAt, now), cancellation) != 1)
        {
            return false;
        }

        trail.Record(db, new AuditEvent { What = Happenings.RecoveryCodeUsed, AccountId = account.Id, Network = network });
        mail.Notice(account, "codeUsed", network, await KeptRecoveryCode.Unused(db, account.Id).CountAsync(cancellation));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}

/// <summary>What came of a code.</summary>
internal abstract record CodeAnswer
{
    private CodeAnswer()
    {
    }

    internal sealed record Right : CodeAnswer;

    /// <summary>It is no code, or not one that is good now.</summary>
    internal sealed record Wrong(Problem Problem) : CodeAnswer;

    /// <summary>Too many tries.</summary>
    internal sealed record Wait(TimeSpan Time) : CodeAnswer;
}
