using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace LinkCode.Server.Codes;

/// <summary>The S256 challenge of RFC 7636 a device asked with, or none.</summary>
internal struct Challenge : IEquatable<Challenge>
{
    private Sha256 hash;

    /// <summary>Whether the device sent one.</summary>
    public bool IsSet { get; private set; }

    /// <summary>The 32 bytes; zeros for none.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => hash;

    /// <summary>Takes a challenge as it is stored: 32 bytes, or null for none.</summary>
    public static Challenge From(byte[]? stored)
    {
        Challenge challenge = default;
        if (stored is not null)
        {
            stored.CopyTo(challenge.hash);
            challenge.IsSet = true;
        }

        return challenge;
    }

    /// <summary>What a verifier is the origin of; none when it is empty.</summary>
    public static Challenge Of(ReadOnlySpan<byte> verifier)
    {
        Challenge challenge = default;
        if (!verifier.IsEmpty)
        {
            SHA256.HashData(verifier, challenge.hash);
            challenge.IsSet = true;
        }

        return challenge;
    }

    /// <summary>Whether the other is the same; an app that sent no challenge sends no verifier either (RFC 7636 §4.6).</summary>
    public readonly bool Equals(Challenge other) => IsSet == other.IsSet && CryptographicOperations.FixedTimeEquals(hash, other.hash);

    public override readonly bool Equals(object? obj) => obj is Challenge other && Equals(other);

    public override readonly int GetHashCode() => BitConverter.ToInt32(hash);

    [InlineArray(32)]
    private struct Sha256
    {
        private byte first;
    }
}
