using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Calls a passkey what its owner calls it.</summary>
internal sealed class RenamePasskey(UserManager<Account> users)
{
    /// <summary>False when the account has no such passkey.</summary>
    public async Task<bool> RunAsync(string? id, Guid accountId, string name)
    {
        if (PasskeyId.Read(id) is not { } bytes || await users.FindByIdAsync(accountId.ToString()) is not { } account || await users.GetPasskeyAsync(account, bytes) is not { } passkey)
        {
            return false;
        }

        passkey.Name = name;
        return (await users.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded;
    }
}
