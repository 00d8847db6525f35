using System.Security.Cryptography;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Takes a passkey away, and tells its owner; never the last way to sign in.</summary>
internal sealed class RemovePasskey(LinkCodeDb db, UserManager<Account> users, AccountMail mail, AuditTrail trail)
{
    public async Task<RemovePasskeyAnswer> RunAsync(string? id, Guid accountId, string network, CancellationToken cancellation)
    {
        if (PasskeyId.Read(id) is not { } bytes || await users.FindByIdAsync(accountId.ToString()) is not { } account)
        {
            return new RemovePasskeyAnswer.NotThere();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);

        // Two at once would each leave the other's passkey as the last way; whoever holds the account's row goes first.
        var stamp = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await db.Users.Where(row => row.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.ConcurrencyStamp, stamp), cancellation);
        var own = db.Set<Passkey>().Where(passkey => passkey.CredentialId == bytes && passkey.UserId == accountId);
        var removed = await own.Where(passkey => db.Users.Any(row => row.Id == accountId && row.PasswordHash != null)
            || db.Set<Passkey>().Any(other => other.UserId == accountId && other.CredentialId != bytes)).ExecuteDeleteAsync(cancellation);
        if (removed != 1)
        {
            return await own.AnyAsync(cancellation) ? new RemovePasskeyAnswer.LastWay() : new RemovePasskeyAnswer.NotThere();
        }

        trail.Record(db, new AuditEvent { What = Happenings.PasskeyRemoved, AccountId = accountId, Network = network });
        mail.PasskeyRemoved(account);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new RemovePasskeyAnswer.Removed();
    }
}

/// <summary>What came of removing a passkey.</summary>
internal abstract record RemovePasskeyAnswer
{
    private RemovePasskeyAnswer()
    {
    }

    internal sealed record Removed : RemovePasskeyAnswer;

    /// <summary>Without it, its owner could not sign in any more.</summary>
    internal sealed record LastWay : RemovePasskeyAnswer;

    /// <summary>The account has no such passkey.</summary>
    internal sealed record NotThere : RemovePasskeyAnswer;
}
