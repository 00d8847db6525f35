using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Says whose passkey was just used, and notes that it was. Whether that account may sign in is for others to say.</summary>
internal sealed class UsePasskey(LinkCodeDb db, CheckPasskey check, UserManager<Account> users, TimeProvider time)
{
    public async Task<Account?> RunAsync(string? credential, CancellationToken cancellation)
    {
        if (await check.UsedAsync(credential) is not var (account, passkey))
        {
            return null;
        }

        var row = await db.Set<Passkey>().SingleAsync(stored => stored.CredentialId == passkey.CredentialId, cancellation);
        row.LastUsedAt = time.GetUtcNow();

        // It also keeps the counter of uses, which tells a copied passkey from its original.
        return (await users.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded ? account : null;
    }
}
