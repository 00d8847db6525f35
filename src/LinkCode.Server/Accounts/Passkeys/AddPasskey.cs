using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Gives an account one more passkey, and tells its owner.</summary>
internal sealed class AddPasskey(LinkCodeDb db, CheckPasskey check, UserManager<Account> users, AccountMail mail, AuditTrail trail)
{
    /// <summary>More than a household has devices.</summary>
    public const int Most = 20;

    /// <param name="accountId">Whose it will be.</param>
    /// <param name="credential">What the browser brought.</param>
    /// <param name="name">What to call it until its owner calls it something else, or null.</param>
    /// <param name="network">Where it came from.</param>
    /// <param name="cancellation">The end of waiting.</param>
    public async Task<AddPasskeyAnswer> RunAsync(Guid accountId, string? credential, string? name, string network, CancellationToken cancellation)
    {
        if (await check.MadeAsync(credential) is not { } made || made.AccountId != accountId || await users.FindByIdAsync(accountId.ToString()) is not { } account)
        {
            return new AddPasskeyAnswer.NotMade();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<Passkey>().CountAsync(passkey => passkey.UserId == accountId, cancellation) >= Most)
        {
            return new AddPasskeyAnswer.TooMany();
        }

        made.Passkey.Name = name;
        trail.Record(db, new AuditEvent { What = Happenings.PasskeyAdded, AccountId = accountId, Network = network });
        mail.PasskeyAdded(account);
        if (!await TryStoreAsync(account, made.Passkey))
        {
            return new AddPasskeyAnswer.NotMade();
        }

        await transaction.CommitAsync(cancellation);
        return new AddPasskeyAnswer.Added();
    }

    // Identity would take a passkey that is there already for one whose state has changed, whoever it belongs to.
    private async Task<bool> TryStoreAsync(Account account, UserPasskeyInfo made)
    {
        try
        {
            return await users.FindByPasskeyIdAsync(made.CredentialId) is null && (await users.AddOrUpdatePasskeyAsync(account, made)).Succeeded;
        }
        catch (DbUpdateException error) when (StoreTrouble.IsTaken(error))
        {
            return false;
        }
    }
}

/// <summary>What came of making a passkey.</summary>
internal abstract record AddPasskeyAnswer
{
    private AddPasskeyAnswer()
    {
    }

    internal sealed record Added : AddPasskeyAnswer;

    /// <summary>What the browser brought answers no question of this account's, or not any more.</summary>
    internal sealed record NotMade : AddPasskeyAnswer;

    /// <summary>The account has as many as it may have.</summary>
    internal sealed record TooMany : AddPasskeyAnswer;
}
