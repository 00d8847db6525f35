using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>Which keys a device may prove, and what one has signed. Secrets that two know, and keys that show their private half, prove nothing.</summary>
internal static class ProofKeys
{
    /// <summary>The algorithms of RFC 7518 that are understood, as discovery lists them.</summary>
    public static readonly string[] Algorithms =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSha256,
    ];

    private const int LeastModulus = 256;
    private const int MostModulus = 512;
    private const int MostExponent = 4;
    private static readonly string[] PrivateParts = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    // Keys are strangers' and come once, so that keeping what was made of them would only fill memory.
    private static readonly CryptoProviderFactory Crypto = new() { CacheSignatureProviders = false };

    /// <summary>The key, or null when it is none that the algorithm can be used with.</summary>
    public static JsonWebKey? Read(IReadOnlyDictionary<string, string?> jwk, string algorithm)
    {
        if (PrivateParts.Any(jwk.ContainsKey))
        {
            return null;
        }

        var fits = algorithm switch
        {
            SecurityAlgorithms.EcdsaSha256 => IsOnCurve(jwk, "P-256", 32),
            SecurityAlgorithms.EcdsaSha384 => IsOnCurve(jwk, "P-384", 48),
            SecurityAlgorithms.EcdsaSha512 => IsOnCurve(jwk, "P-521", 66),
            SecurityAlgorithms.RsaSsaPssSha256 or SecurityAlgorithms.RsaSha256 => IsRsa(jwk),
            _ => false,
        };
        if (!fits)
        {
            return null;
        }

        // Only what the thumbprint is made of is taken over, so that nothing else of the stranger's key means anything.
        var key = new JsonWebKey { Kty = jwk.GetValueOrDefault("kty"), CryptoProviderFactory = Crypto };
        (key.Crv, key.X, key.Y, key.N, key.E) = (jwk.GetValueOrDefault("crv"), jwk.GetValueOrDefault("x"), jwk.GetValueOrDefault("y"), jwk.GetValueOrDefault("n"), jwk.GetValueOrDefault("e"));
        return key;
    }

    /// <summary>The thumbprint of RFC 7638, base64url.</summary>
    public static string Thumbprint(JsonWebKey key) => Base64Url.EncodeToString(key.ComputeJwkThumbprint());

    public static bool HasSigned(JsonWebKey key, string algorithm, byte[] signed, byte[] signature)
    {
        SignatureProvider? provider = null;
        try
        {
            provider = Crypto.CreateForVerifying(key, algorithm);
            return provider.Verify(signed, signature);
        }
        catch (Exception error) when (error is CryptographicException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            // A point that is on no curve, or a signature of an odd length.
            return false;
        }
        finally
        {
            if (provider is not null)
            {
                Crypto.ReleaseSignatureProvider(provider);
            }
        }
    }

    private static bool IsOnCurve(IReadOnlyDictionary<string, string?> jwk, string curve, int size) =>
        jwk.GetValueOrDefault("kty") == JsonWebAlgorithmsKeyTypes.EllipticCurve && jwk.GetValueOrDefault("crv") == curve && Size(jwk, "x") == size && Size(jwk, "y") == size;

    private static bool IsRsa(IReadOnlyDictionary<string, string?> jwk) =>
        jwk.GetValueOrDefault("kty") == JsonWebAlgorithmsKeyTypes.RSA && Size(jwk, "n") is >= LeastModulus and <= MostModulus && Size(jwk, "e") is > 0 and <= MostExponent;

    private static int? Size(IReadOnlyDictionary<string, string?> jwk, string name) =>
        jwk.GetValueOrDefault(name) is { } value && ProofText.IsBase64Url(value) && Base64Url.IsValid(value, out var length) ? length : null;
}
