using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>A passkey that was made before its account, on its way through a sign-up: sealed, with the id its device knows that account by.</summary>
internal sealed class KeptPasskeys(IDataProtectionProvider protection)
{
    private readonly IDataProtector seal = protection.CreateProtector("passkey of a sign-up");

    public byte[] Seal(MadePasskey made) => seal.Protect(JsonSerializer.SerializeToUtf8Bytes(new Kept(made.AccountId, made.Passkey)));

    public Passkey Open(byte[] kept)
    {
        var (accountId, passkey) = JsonSerializer.Deserialize<Kept>(seal.Unprotect(kept)) ?? throw new JsonException("A kept passkey is empty.");
        return Passkey.Of(accountId, passkey);
    }

    private sealed record Kept(Guid AccountId, UserPasskeyInfo Passkey);
}
