using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Security;

/// <summary>Gives an account whose owner is here a new password, or its first one. Every other browser is signed out.</summary>
internal sealed class ChangePassword(LinkCodeDb db, Passwords passwords, PasswordCheck check, NewPassword saving, Sessions sessions)
{
    /// <param name="accountId">Whose.</param>
    /// <param name="old">The password until now; null where there is none, or a passkey stands in for it.</param>
    /// <param name="password">The new one.</param>
    /// <param name="visitor">Where it is typed.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ChangeAnswer> RunAsync(Guid accountId, OldPassword? old, string? password, Visitor visitor, CancellationToken cancellation)
    {
        var account = await db.Users.SingleAsync(row => row.Id == accountId, cancellation);
        var address = MailAddress.Read(account.Email, out _) ?? throw new InvalidOperationException("The address of an account cannot be read.");
        if (passwords.Judge(password, address, account.DisplayName) is { } problem)
        {
            return new ChangeAnswer.Refused(problem);
        }

        if (old is not null && account.PasswordHash is not null)
        {
            if (check.Claim(address, visitor, account) is { } wait)
            {
                return new ChangeAnswer.Wait(wait);
            }

            if (!check.IsRight(address, visitor, account, old.Typed))
            {
                return new ChangeAnswer.Refused(new Problem("password", string.IsNullOrEmpty(old.Typed) ? "problem.again.missing" : "problem.again.wrong"));
            }
        }

        // Hashing takes long on purpose, so it is done before the transaction holds everybody's writes up.
        var hash = passwords.Hash(password!);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await saving.SaveAsync(account, hash, visitor.Network, byMail: false, cancellation))
        {
            return new ChangeAnswer.Refused(new Problem("new-password", "problem.meanwhile"));
        }

        await sessions.KeepAsync(account);
        await transaction.CommitAsync(cancellation);
        return new ChangeAnswer.Saved();
    }
}

/// <summary>What a person typed as the password until now.</summary>
internal sealed record OldPassword(string? Typed)
{
    public override string ToString() => "(a password)";
}

/// <summary>What came of changing a password.</summary>
internal abstract record ChangeAnswer
{
    private ChangeAnswer()
    {
    }

    internal sealed record Saved : ChangeAnswer;

    /// <summary>The new password has to be another one, or the old one is not right.</summary>
    internal sealed record Refused(Problem Problem) : ChangeAnswer;

    /// <summary>Too many tries at the old one.</summary>
    internal sealed record Wait(TimeSpan Time) : ChangeAnswer;
}
