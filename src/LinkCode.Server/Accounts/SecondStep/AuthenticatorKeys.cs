using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Seals the keys of authenticator apps, so that whoever copies the database can make no codes.</summary>
internal sealed class AuthenticatorKeys(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("authenticator key");

    public byte[] Seal(AuthenticatorKey key) => protector.Protect(key.ToBytes());

    /// <summary>The key, or null when it was sealed with keys that are gone.</summary>
    public AuthenticatorKey? Open(byte[] sealedKey)
    {
        try
        {
            return AuthenticatorKey.Of(protector.Unprotect(sealedKey));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
