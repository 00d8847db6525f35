using System.Buffers.Text;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>The id a passkey's device gave it, as it stands in addresses.</summary>
internal static class PasskeyId
{
    // WebAuthn 3, 5.1.1: at most 1023 bytes.
    private const int Longest = 1023;

    public static string Write(byte[] id) => Base64Url.EncodeToString(id);

    public static byte[]? Read(string? text) =>
        text?.Length <= Base64Url.GetEncodedLength(Longest) && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
