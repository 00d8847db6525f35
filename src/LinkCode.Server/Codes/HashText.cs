using System.Buffers;
using System.Buffers.Text;

namespace LinkCode.Server.Codes;

/// <summary>A SHA-256 hash as RFC 7636 and RFC 7638 write it: 43 characters of base64url and nothing else, no padding and no blank.</summary>
internal static class HashText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int Length = 43;
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);
    private static readonly SearchValues<byte> Bytes = SearchValues.Create([.. Alphabet.Select(letter => (byte)letter)]);

    // Base64Url alone overlooks blanks and padding; what it adds is that no bit is left over at the end.
    public static bool Is(ReadOnlySpan<char> text) => text.Length == Length && !text.ContainsAnyExcept(Letters) && Base64Url.IsValid(text);

    public static bool Is(ReadOnlySpan<byte> text) => text.Length == Length && !text.ContainsAnyExcept(Bytes) && Base64Url.IsValid(text);
}
