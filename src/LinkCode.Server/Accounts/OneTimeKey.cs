using System.Buffers.Text;
using System.Security.Cryptography;

namespace LinkCode.Server.Accounts;

/// <summary>The secret in a link that works once. The database knows only its hash, and it never prints itself.</summary>
internal readonly record struct OneTimeKey
{
    private const int Bytes = 32;
    private readonly byte[] secret;

    private OneTimeKey(byte[] secret) => this.secret = secret;

    /// <summary>SHA-256 suffices: there is nothing to guess in 256 random bits.</summary>
    public byte[] Hash => SHA256.HashData(secret);

    /// <summary>As it stands in the link; nowhere else.</summary>
    public string InLink => Base64Url.EncodeToString(secret);

    public static OneTimeKey New() => new(RandomNumberGenerator.GetBytes(Bytes));

    public static OneTimeKey? Read(string? text)
    {
        var secret = new byte[Bytes];
        return text?.Length == Base64Url.GetEncodedLength(Bytes) && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, secret, out var written) && written == Bytes
                ? new OneTimeKey(secret)
                : null;
    }

    public override string ToString() => "(a key)";
}
