namespace LinkCode.Server.OAuth.Proofs;

/// <summary>Answers to <see cref="CheckProof"/>.</summary>
internal abstract record ProofAnswer
{
    private ProofAnswer()
    {
    }

    /// <summary>The request carries no proof.</summary>
    public sealed record None : ProofAnswer;

    /// <summary>The sender holds this key.</summary>
    /// <param name="Thumbprint">The key's SHA-256 thumbprint (RFC 7638), base64url.</param>
    /// <param name="NextNonce">What the next proof should carry, or null when proofs need nothing.</param>
    public sealed record Shown(string Thumbprint, string? NextNonce) : ProofAnswer;

    /// <summary><c>invalid_dpop_proof</c>: the proof is none, or not one for this request.</summary>
    public sealed record Wrong(string Description) : ProofAnswer;

    /// <summary><c>use_dpop_nonce</c>: once more, with this nonce, which stands in for the sender's clock.</summary>
    public sealed record NeedsNonce(string Nonce) : ProofAnswer;
}
