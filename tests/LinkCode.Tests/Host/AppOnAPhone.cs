using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LinkCode.Tests.Host;

/// <summary>An authenticator app, written from RFC 6238 and RFC 4226 and not from the server.</summary>
public sealed class AppOnAPhone(string typedKey, TimeProvider clock)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private readonly byte[] key = Read(typedKey);

    /// <summary>The key, as the app has read it.</summary>
    public IReadOnlyList<byte> Key => key;

    /// <summary>What the app shows now, or showed or will show some half minutes away.</summary>
    public string Code(int stepsAway = 0)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (clock.GetUtcNow().ToUnixTimeSeconds() / 30) + stepsAway);
#pragma warning disable CA5350 // The RFC says SHA-1, and so do all apps.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000");
    }

    /// <summary>A code the app never shows around now.</summary>
    public string WrongCode() => Enumerable.Range(0, 100).Select(number => number.ToString("000000")).First(code => Enumerable.Range(-3, 7).All(step => Code(step) != code));

    private static byte[] Read(string typed)
    {
        var bits = string.Concat(typed.Where(letter => !char.IsWhiteSpace(letter)).Select(letter => Convert.ToString(Base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }
}
