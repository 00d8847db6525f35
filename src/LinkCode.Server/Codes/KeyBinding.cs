using System.Security.Cryptography;

namespace LinkCode.Server.Codes;

/// <summary>
/// Binds a device code to the key its device proves (RFC 9449). Key and PKCE challenge become one challenge of the same 32
/// bytes, so that a poll which does not show both finds nothing, in memory as in the table.
/// </summary>
internal static class KeyBinding
{
    private const int Size = 32;

    // A verifier is text, and no text holds this first byte; so nothing a device can send as its verifier hashes to a binding.
    private static readonly byte[] Domain = [0xff, .. "key binding"u8];

    /// <param name="challenge">The S256 challenge of RFC 7636, or null.</param>
    /// <param name="thumbprint">The SHA-256 thumbprint of the key (RFC 7638).</param>
    public static byte[] Bind(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> thumbprint)
    {
        Span<byte> both = stackalloc byte[Domain.Length + (2 * Size)];
        both.Clear();
        Domain.CopyTo(both);
        thumbprint.CopyTo(both[Domain.Length..]);

        // Where there is no challenge zeros stand, which are the hash of nothing anybody could find.
        challenge.CopyTo(both[(Domain.Length + Size)..]);
        return SHA256.HashData(both);
    }

    /// <summary>What a device shows with its poll.</summary>
    /// <param name="verifier">What the device sent (RFC 7636 §4.5); empty for nothing.</param>
    /// <param name="thumbprint">The thumbprint of the key the device proved; empty for none.</param>
    public static ShownKey Show(ReadOnlySpan<byte> verifier, ReadOnlySpan<byte> thumbprint)
    {
        var plain = Challenge.Of(verifier);
        return new ShownKey(plain, thumbprint.Length == Size ? Challenge.From(Bind(plain.Bytes, thumbprint)) : default);
    }
}

/// <summary>What a poll shows: the origin of a challenge by its verifier alone, or by verifier and key together.</summary>
internal readonly record struct ShownKey(Challenge Plain, Challenge Bound)
{
    /// <summary>Whether this is what a code was made with. An app that sent no challenge sends no verifier either (RFC 7636 §4.6).</summary>
    public bool IsOriginOf(in Challenge challenge) => challenge.IsSet
        ? Plain.Equals(challenge) || Bound.Equals(challenge)
        : !Plain.IsSet;
}
