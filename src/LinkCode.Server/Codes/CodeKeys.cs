using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LinkCode.Server.Platform.Keys;

namespace LinkCode.Server.Codes;

/// <summary>The two secrets of this room: one signs device codes, one hashes user codes. Neither is in the database unsealed.</summary>
internal sealed class CodeKeys : IDisposable
{
    private const int MostOnStack = 256;

    // One for each thread and kept: preparing a key takes longer than hashing what is hashed here.
    private readonly ThreadLocal<IncrementalHash> deviceCodes;
    private readonly ThreadLocal<IncrementalHash> userCodes;

    public CodeKeys(IKeyStore store)
    {
        var root = store.ReadOrCreate("codes-1.key", () => RandomNumberGenerator.GetBytes(32));
        deviceCodes = Hashes(HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: "device codes"u8.ToArray()));
        userCodes = Hashes(HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: "user codes"u8.ToArray()));
    }

    /// <summary>The number of the key that signs now, written into each device code so that keys can change.</summary>
    public static byte Current => 1;

    /// <summary>The first 16 bytes of the HMAC-SHA-256 over a device code's content.</summary>
    public void Sign(ReadOnlySpan<byte> content, Span<byte> signature)
    {
        Span<byte> whole = stackalloc byte[32];
        Hash(deviceCodes, content, whole);
        whole[..signature.Length].CopyTo(signature);
    }

    /// <summary>What is kept of a user code or an installation: a keyed hash that tells nothing without the key.</summary>
    public UInt128 Hash(string text)
    {
        Span<byte> bytes = stackalloc byte[MostOnStack];
        Span<byte> whole = stackalloc byte[32];
        Hash(userCodes, Encoding.UTF8.TryGetBytes(text, bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(text), whole);
        return BinaryPrimitives.ReadUInt128BigEndian(whole);
    }

    /// <summary>The start of the hash, for what is only compared in memory.</summary>
    public ulong Short(string text) => (ulong)(Hash(text) >> 64);

    /// <summary>What memory keeps of the installation that asked: 0 when the device did not say which it is.</summary>
    public ulong Installation(Guid appId, string network, string installationId) => installationId.Length == 0 ? 0 : Short($"{appId} {network} {installationId}");

    public void Dispose()
    {
        deviceCodes.Dispose();
        userCodes.Dispose();
    }

    private static ThreadLocal<IncrementalHash> Hashes(byte[] key) => new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));

    private static void Hash(ThreadLocal<IncrementalHash> hashes, ReadOnlySpan<byte> content, Span<byte> whole)
    {
        var hash = hashes.Value!;
        hash.AppendData(content);
        hash.GetHashAndReset(whole);
    }
}
