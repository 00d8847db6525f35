using System.Text;

namespace LinkCode.Server.OAuth;

/// <summary>An app's id and secret in a header (RFC 7617); OpenIddict answers 400 to one that cannot be read, where RFC 6749 §5.2 says 401. Its appendix A has visible ASCII in both.</summary>
internal static class BasicCredentials
{
    private const string Scheme = "Basic";

    public static bool AreNoneOrReadable(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || (header.Length > Scheme.Length && header[Scheme.Length] != ' '))
        {
            return true;
        }

        var letters = header[Scheme.Length..].Trim();
        var bytes = new byte[letters.Length];
        if (!Convert.TryFromBase64String(letters, bytes, out var length) || bytes.AsSpan(0, length).ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return false;
        }

        // Both parts are unescaped before they are looked up, and PostgreSQL takes no NUL.
        var pair = Encoding.ASCII.GetString(bytes, 0, length);
        return pair.IndexOf(':', StringComparison.Ordinal) > 0 && !pair.Contains("%00", StringComparison.Ordinal);
    }
}
