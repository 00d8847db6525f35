namespace LinkCode.Server.Codes;

/// <summary>What a poll shows of being the device that asked: both are optional, and each is enforced if the code was made with it.</summary>
/// <param name="Verifier">The origin of the PKCE challenge (RFC 7636 §4.5).</param>
/// <param name="Key">The thumbprint of the key it has proven (RFC 9449).</param>
internal sealed record PollProof(string? Verifier, byte[]? Key);
