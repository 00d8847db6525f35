using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts.Security;

/// <summary>Gives an account whose owner is here a new password, or its first one. Every other browser is signed out.</summary>
internal sealed class ChangePassword(LinkCodeDb db, UserManager<Account> users, Passwords passwords, NewPassword saving, Sessions sessions)
{
    /// <summary>What to put right about the password, or null once it is saved.</summary>
    public async Task<Problem?> RunAsync(Guid accountId, string? password, string network, CancellationToken cancellation)
    {
        var account = await users.FindByIdAsync(accountId.ToString()) ?? throw new InvalidOperationException("The account of a session is not there.");
        if (passwords.Judge(password, MailAddress.Read(account.Email, out _), account.DisplayName) is { } problem)
        {
            return problem;
        }

        // Hashing takes long on purpose, so it is done before the transaction holds everybody's writes up.
        var hash = passwords.Hash(password!);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await saving.SaveAsync(account, hash, network, byMail: false, cancellation);
        await sessions.KeepAsync(account);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
