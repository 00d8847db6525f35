using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Device;

/// <summary>
/// Encrypts with AES-256-CBC, then authenticates with HMAC-SHA256 (netstandard2.0 has no AES-GCM). Keys come from the machine's id and the app's
/// secret by HKDF (RFC 5869) with a salt per file; the value's name is authenticated, too, so files cannot be swapped.
/// </summary>
internal sealed class Sealing(string machineId, byte[] secret)
{
    private const int SaltLength = 16;
    private const int VectorLength = 16;
    private const int TagLength = 32;
    private static readonly byte[] Head = Encoding.ASCII.GetBytes("LCD1");

    public byte[] Seal(string name, string value)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        using var aes = Aes.Create();
        aes.Key = Key(salt, "encrypt");
        using var encrypt = aes.CreateEncryptor();
        var plain = Encoding.UTF8.GetBytes(value);
        var body = Join(Head, salt, aes.IV, encrypt.TransformFinalBlock(plain, 0, plain.Length));
        return Join(body, Tag(salt, name, body));
    }

    /// <summary>The value, or null if the bytes were not sealed here under this name, or were changed since.</summary>
    public string? Open(string name, byte[] bytes)
    {
        var bodyLength = bytes.Length - TagLength;
        var from = Head.Length + SaltLength + VectorLength;
        if (bodyLength <= from || (bodyLength - from) % 16 != 0 || !Same(Slice(bytes, 0, Head.Length), Head))
        {
            return null;
        }

        var salt = Slice(bytes, Head.Length, SaltLength);
        if (!Same(Tag(salt, name, Slice(bytes, 0, bodyLength)), Slice(bytes, bodyLength, TagLength)))
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = Key(salt, "encrypt");
        aes.IV = Slice(bytes, Head.Length + SaltLength, VectorLength);
        using var decrypt = aes.CreateDecryptor();
        return Encoding.UTF8.GetString(decrypt.TransformFinalBlock(bytes, from, bodyLength - from));
    }

    private byte[] Tag(byte[] salt, string name, byte[] body) =>
        HMACSHA256.HashData(Key(salt, "authenticate"), Join(Encoding.UTF8.GetBytes(name), [0], body));

    private byte[] Key(byte[] salt, string purpose)
    {
        var extracted = HMACSHA256.HashData(salt, Join(Encoding.UTF8.GetBytes(machineId), [0], secret));
        return HMACSHA256.HashData(extracted, Join(Encoding.ASCII.GetBytes(purpose), [1]));
    }

    private static byte[] Join(params byte[][] parts)
    {
        var joined = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined, at);
            at += part.Length;
        }

        return joined;
    }

    private static byte[] Slice(byte[] bytes, int from, int count)
    {
        var slice = new byte[count];
        Array.Copy(bytes, from, slice, 0, count);
        return slice;
    }

    /// <summary>Compares in a time that does not tell where the difference is.</summary>
    private static bool Same(byte[] one, byte[] other)
    {
        var difference = one.Length ^ other.Length;
        for (var i = 0; i < one.Length && i < other.Length; i++)
        {
            difference |= one[i] ^ other[i];
        }

        return difference == 0;
    }
}
