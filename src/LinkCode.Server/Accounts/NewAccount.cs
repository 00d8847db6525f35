using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Stores an account whose address is confirmed; the last step of a sign-up, an invitation and the setup.</summary>
internal sealed class NewAccount(LinkCodeDb db, UserManager<Account> users, AuditTrail trail, TimeProvider time)
{
    /// <summary>The account, or null when the address has one already. Call it inside the transaction that uses up the link.</summary>
    /// <param name="address">The confirmed address.</param>
    /// <param name="displayName">What the person wants to be called.</param>
    /// <param name="passwordHash">The password, or null for an account that has a passkey instead.</param>
    /// <param name="language">The language of its mails.</param>
    /// <param name="isOperator">Whether it runs this site.</param>
    /// <param name="network">Where it is made from.</param>
    /// <param name="passkey">Its first passkey; the account gets the id the passkey's device knows it by.</param>
    public async Task<Account?> CreateAsync(string address, string displayName, string? passwordHash, string language, bool isOperator, string network, Passkey? passkey = null)
    {
        var now = time.GetUtcNow();
        var account = new Account
        {
            Id = passkey?.UserId ?? Guid.CreateVersion7(now),
            UserName = address,
            Email = address,
            EmailConfirmed = true,
            DisplayName = displayName,
            Language = language,
            PasswordHash = passwordHash,
            CreatedAt = now,
            IsOperator = isOperator,
        };
        if (await users.FindByEmailAsync(address) is not null || (passkey is not null && await users.FindByPasskeyIdAsync(passkey.CredentialId) is not null))
        {
            return null;
        }

        if (passkey is not null)
        {
            db.Add(passkey);
        }

        trail.Record(db, new AuditEvent { What = Happenings.Created, AccountId = account.Id, Network = network });
        if (await TryStoreAsync(account))
        {
            return account;
        }

        // Another mail to the same address was confirmed at the same moment, and its account is the one.
        db.ChangeTracker.Clear();
        return null;
    }

    private async Task<bool> TryStoreAsync(Account account)
    {
        try
        {
            var made = await users.CreateAsync(account);
            var isTaken = made.Errors.Any(error => error.Code is nameof(IdentityErrorDescriber.DuplicateUserName) or nameof(IdentityErrorDescriber.DuplicateEmail));
            return made.Succeeded || isTaken
                ? made.Succeeded
                : throw new InvalidOperationException("An account was refused: " + string.Join(' ', made.Errors.Select(error => error.Code)));
        }
        catch (DbUpdateException error) when (StoreTrouble.IsTaken(error))
        {
            return false;
        }
    }
}
