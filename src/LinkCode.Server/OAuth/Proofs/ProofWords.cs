using OpenIddict.Server;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>How answers speak of proofs (RFC 9449 §5, §7.1 and §8).</summary>
internal static class ProofWords
{
    public const string Scheme = "DPoP";
    public const string Wrong = "invalid_dpop_proof";
    public const string UseNonce = "use_dpop_nonce";
    public const string UseNonceDescription = "Make the proof again, with the nonce in the DPoP-Nonce header: this device's clock is off, or the nonce it used is old.";
    public const string MissingDescription = "This needs a proof that the device holds its key, in a DPoP header (RFC 9449).";
    public const string OtherKeyDescription = "This belongs to a device with another key.";

    private const string NonceHeader = "DPoP-Nonce";

    /// <summary>The key that the sender of the request has proven, or null.</summary>
    public static string? ProvenKey(this OpenIddictServerTransaction transaction) =>
        transaction.GetProperty<ProofAnswer.Shown>(nameof(ProofAnswer.Shown))?.Thumbprint;

    /// <summary>Tells which nonce the next proof should carry.</summary>
    public static void Offer(HttpResponse response, string? nonce)
    {
        if (nonce is not null)
        {
            response.Headers[NonceHeader] = nonce;
        }
    }

    /// <summary>Makes the answer 401 with a challenge for proofs, whatever was to be said about bearer tokens.</summary>
    public static void Challenge(HttpResponse response, string error, string description) => response.OnStarting(() =>
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = $"{Scheme} error=\"{error}\", error_description=\"{description}\", algs=\"{string.Join(' ', ProofKeys.Algorithms)}\"";
        return Task.CompletedTask;
    });
}
