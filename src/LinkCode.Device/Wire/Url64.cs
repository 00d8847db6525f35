namespace LinkCode.Device;

/// <summary>base64url without padding (RFC 7515 section 2), in both directions.</summary>
internal static class Url64
{
    public static string Write(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The bytes, or null if the text is none of this form.</summary>
    public static byte[]? Read(string text)
    {
        try
        {
            var plain = text.Replace('-', '+').Replace('_', '/');
            return Convert.FromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
