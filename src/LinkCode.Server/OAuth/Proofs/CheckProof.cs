using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>Checks a proof that the sender of a request holds a key (RFC 9449 §4.3).</summary>
internal sealed class CheckProof(SeenProofs seen, ProofNonces nonces, IOptions<SiteOptions> site, IOptions<OAuthOptions> options, TimeProvider time)
{
    private const int Longest = 4096;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly ProofAnswer.None Nothing = new();

    /// <param name="headers">The values of the <c>DPoP</c> header.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path, escaped, without query.</param>
    /// <param name="accessToken">The token it was sent with, or null where none belongs.</param>
    public ProofAnswer Run(IReadOnlyList<string?> headers, string method, string path, string? accessToken)
    {
        if (headers.Count == 0)
        {
            return Nothing;
        }

        if (headers.Count > 1 || headers[0] is not { Length: > 0 and <= Longest } text || ProofText.Read(text) is not { } proof)
        {
            return new ProofAnswer.Wrong("Send one DPoP header that holds one signed token.");
        }

        return ReadKey(proof) is { } key ? Check(proof, key, method, path, accessToken) : new ProofAnswer.Wrong(
            $"A proof has typ dpop+jwt, alg {string.Join(", ", ProofKeys.Algorithms)}, a fitting jwk without private parts, and nothing critical.");
    }

    private static JsonWebKey? ReadKey(ProofText proof) =>
        proof is { Type: "dpop+jwt", IsCritical: false, Key: { } jwk } ? ProofKeys.Read(jwk, proof.Algorithm) : null;

    private ProofAnswer Check(ProofText proof, JsonWebKey key, string method, string path, string? accessToken)
    {
        if (!ProofKeys.HasSigned(key, proof.Algorithm, proof.Signed, proof.Signature))
        {
            return new ProofAnswer.Wrong("The proof is not signed with the key in it.");
        }

        if (proof is not { Id.Length: > 0, IssuedAt: { } issuedAt } || proof.Method != method || !IsFor(proof.Address, path))
        {
            return new ProofAnswer.Wrong($"The proof needs a jti, an iat, htm {method} and htu {site.Value.Link(path)}.");
        }

        if (accessToken is not null && proof.TokenHash != Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))))
        {
            return new ProofAnswer.Wrong("The ath of the proof is not the hash of the access token.");
        }

        // A nonce of ours says better than the device's clock when the proof was made.
        var isNow = proof.Nonce is { } nonce
            ? nonces.IsFresh(nonce)
            : !options.Value.ProofNonces && (time.GetUtcNow() - issuedAt).Duration() <= Window;
        if (!isNow)
        {
            return new ProofAnswer.NeedsNonce(nonces.Create());
        }

        var thumbprint = ProofKeys.Thumbprint(key);
        return seen.Add(thumbprint, proof.Id)
            ? new ProofAnswer.Shown(thumbprint, proof.Nonce is null ? null : nonces.Create())
            : new ProofAnswer.Wrong("This proof was used before. Make a new one, with a jti of its own, for each request.");
    }

    // Query and hash do not count, and both sides are brought into one form (RFC 3986 §6.2).
    private bool IsFor(string? address, string path) =>
        Uri.TryCreate(address, UriKind.Absolute, out var named)
        && named.GetLeftPart(UriPartial.Path) == new Uri(site.Value.Link(path)).GetLeftPart(UriPartial.Path);
}
