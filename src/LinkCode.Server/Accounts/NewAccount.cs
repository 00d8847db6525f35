using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>Stores an account whose address is confirmed; the last step of a sign-up, an invitation and the setup.</summary>
internal sealed class NewAccount(LinkCodeDb db, UserManager<Account> users, AuditTrail trail, TimeProvider time)
{
    /// <summary>The account, or null when the address has one already. Call it inside the transaction that uses up the link.</summary>
    public async Task<Account?> CreateAsync(string address, string displayName, string passwordHash, string language, bool isOperator, string network)
    {
        var now = time.GetUtcNow();
        var account = new Account
        {
            Id = Guid.CreateVersion7(now),
            UserName = address,
            Email = address,
            EmailConfirmed = true,
            DisplayName = displayName,
            Language = language,
            PasswordHash = passwordHash,
            CreatedAt = now,
            IsOperator = isOperator,
        };
        if (await users.FindByEmailAsync(address) is not null)
        {
            return null;
        }

        trail.Record(db, new AuditEvent { What = Happenings.Created, AccountId = account.Id, Network = network });
        var made = await users.CreateAsync(account);
        return made.Succeeded ? account : throw new InvalidOperationException("An account was refused: " + string.Join(' ', made.Errors.Select(error => error.Code)));
    }
}
