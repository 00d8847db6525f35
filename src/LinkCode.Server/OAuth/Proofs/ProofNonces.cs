using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>
/// Nonces for proofs (RFC 9449 §8): the sealed time of asking, so that they need no memory. With one, a device whose clock is
/// wrong can still show that its proof was made just now.
/// </summary>
internal sealed class ProofNonces(IDataProtectionProvider protection, TimeProvider time)
{
    private const int Longest = 500;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly IDataProtector protector = protection.CreateProtector("proof nonce");

    public string Create() => protector.Protect(time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    public bool IsFresh(string nonce)
    {
        if (nonce.Length is 0 or > Longest)
        {
            return false;
        }

        try
        {
            var made = DateTimeOffset.FromUnixTimeSeconds(long.Parse(protector.Unprotect(nonce), CultureInfo.InvariantCulture));
            return made + Life > time.GetUtcNow();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
