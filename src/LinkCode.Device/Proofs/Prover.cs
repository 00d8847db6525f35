using System.Collections.Concurrent;

namespace LinkCode.Device;

/// <summary>Makes proofs, each with the nonce that its server gave last (RFC 9449 sections 8 and 9). A nonce also makes up for a clock that is wrong.</summary>
internal sealed class Prover(Clock clock)
{
    /// <summary>The header of a proof.</summary>
    public const string Header = "DPoP";

    /// <summary>The header of the nonce for the next one.</summary>
    public const string NonceHeader = "DPoP-Nonce";

    /// <summary>The error of a server that wants a nonce.</summary>
    public const string NonceWanted = "use_dpop_nonce";

    private readonly ConcurrentDictionary<string, string> nonces = new(StringComparer.OrdinalIgnoreCase);

    public string Prove(ProofKey key, string method, Uri address, string? accessToken) =>
        key.Prove(method, address, accessToken, nonces.TryGetValue(Origin(address), out var nonce) ? nonce : null, clock.UtcNow);

    /// <summary>Keeps the nonce of an answer, if it has one.</summary>
    public void Keep(Uri address, string? nonce)
    {
        if (!string.IsNullOrEmpty(nonce))
        {
            nonces[Origin(address)] = nonce!;
        }
    }

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
