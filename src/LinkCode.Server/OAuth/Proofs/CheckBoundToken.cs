using System.Security.Claims;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>Checks at our own APIs that whoever brings a bound access token holds its key (RFC 9449 §7).</summary>
internal sealed class CheckBoundToken(CheckProof check)
{
    private const string Prefix = ProofWords.Scheme + " ";

    /// <summary>The token of an <c>Authorization: DPoP</c> header, or null.</summary>
    public static string? Read(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;

    /// <summary>Null, or what is wrong; then the answer has its challenge already.</summary>
    public (string Error, string Description)? Problem(HttpRequest request, ClaimsPrincipal token)
    {
        var (bound, sent) = (token.BoundTo(), Read(request));
        if (bound is null && sent is null)
        {
            return null;
        }

        var problem = sent is null ? (Names.InvalidToken, "This token is bound to a key. Send it as DPoP, with a proof.")
            : bound is null ? (Names.InvalidToken, "This token is bound to no key. Send it as Bearer.")
            : Problem(request, bound, sent);
        if (problem is { } found)
        {
            ProofWords.Challenge(request.HttpContext.Response, found.Item1, found.Item2);
        }

        return problem;
    }

    private (string Error, string Description)? Problem(HttpRequest request, string bound, string token)
    {
        switch (check.Run(request.Headers[Names.Proof], request.Method, request.Path.ToUriComponent(), token))
        {
            case ProofAnswer.Shown shown:
                ProofWords.Offer(request.HttpContext.Response, shown.NextNonce);
                return shown.Thumbprint == bound ? null : (Names.InvalidToken, ProofWords.OtherKeyDescription);
            case ProofAnswer.Wrong wrong:
                return (ProofWords.Wrong, wrong.Description);
            case ProofAnswer.NeedsNonce needs:
                ProofWords.Offer(request.HttpContext.Response, needs.Nonce);
                return (ProofWords.UseNonce, ProofWords.UseNonceDescription);
            case ProofAnswer.None:
                return (ProofWords.Wrong, ProofWords.MissingDescription);
            default:
                throw new InvalidOperationException("An answer of CheckProof is not handled.");
        }
    }
}
