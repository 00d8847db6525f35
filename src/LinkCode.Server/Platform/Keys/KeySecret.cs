using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Keys;

/// <summary>The operator's secret that seals key files; in Development without a secret, files are kept as they are.</summary>
internal sealed class KeySecret
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[]? key;

    public KeySecret(IOptions<SiteOptions> options)
    {
        var secret = options.Value.KeySecretFile.Length > 0
            ? File.ReadAllText(options.Value.KeySecretFile).Trim()
            : options.Value.KeySecret;
        if (secret.Length > 0)
        {
            key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "linkcode key files"u8.ToArray());
        }
    }

    /// <summary>Whether files are encrypted at all.</summary>
    public bool IsSet => key is not null;

    /// <summary>Encrypts with AES-256-GCM; the name is bound in, so that one sealed file cannot stand for another.</summary>
    public byte[] Seal(byte[] plain, string name)
    {
        if (key is null)
        {
            return plain;
        }

        var output = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(output.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(output.AsSpan(0, NonceSize), plain, output.AsSpan(NonceSize, plain.Length), output.AsSpan(NonceSize + plain.Length), Encoding.UTF8.GetBytes(name));
        return output;
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">The secret is another one, or the file was changed.</exception>
    public byte[] Open(byte[] content, string name)
    {
        if (key is null)
        {
            return content;
        }

        if (content.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("A key file is too short to be one.");
        }

        var plain = new byte[content.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(content.AsSpan(0, NonceSize), content.AsSpan(NonceSize, plain.Length), content.AsSpan(NonceSize + plain.Length), plain, Encoding.UTF8.GetBytes(name));
        return plain;
    }

    public override string ToString() => IsSet ? "(a secret)" : "(none)";
}
