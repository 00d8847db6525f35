using System.Buffers.Binary;
using System.Security.Cryptography;
using LinkCode.Server.Platform.Keys;

namespace LinkCode.Server.Codes;

/// <summary>The two secrets of this room: one signs device codes, one hashes user codes. Neither is in the database unsealed.</summary>
internal sealed class CodeKeys
{
    private readonly byte[] deviceCodeKey;
    private readonly byte[] userCodeKey;

    public CodeKeys(IKeyStore store)
    {
        var root = store.ReadOrCreate("codes-1.key", () => RandomNumberGenerator.GetBytes(32));
        deviceCodeKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: "device codes"u8.ToArray());
        userCodeKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: "user codes"u8.ToArray());
    }

    /// <summary>The number of the key that signs now, written into each device code so that keys can change.</summary>
    public static byte Current => 1;

    /// <summary>The first 16 bytes of the HMAC-SHA-256 over a device code's content.</summary>
    public void Sign(ReadOnlySpan<byte> content, Span<byte> signature)
    {
        Span<byte> whole = stackalloc byte[32];
        HMACSHA256.HashData(deviceCodeKey, content, whole);
        whole[..signature.Length].CopyTo(signature);
    }

    /// <summary>What is kept of a user code or an installation: a keyed hash that tells nothing without the key.</summary>
    public UInt128 Hash(string text)
    {
        Span<byte> whole = stackalloc byte[32];
        HMACSHA256.HashData(userCodeKey, System.Text.Encoding.UTF8.GetBytes(text), whole);
        return BinaryPrimitives.ReadUInt128BigEndian(whole);
    }
}
