using System.Text;

namespace LinkCode.Device;

/// <summary>application/x-www-form-urlencoded, in both directions.</summary>
internal static class Form
{
    public static string Write(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var body = new StringBuilder();
        foreach (var field in fields)
        {
            // RFC 6749 section 3.1: a parameter without a value counts as left out.
            if (string.IsNullOrEmpty(field.Value))
            {
                continue;
            }

            body.Append(body.Length == 0 ? "" : "&").Append(Encode(field.Key)).Append('=').Append(Encode(field.Value!));
        }

        return body.ToString();
    }

    public static string Encode(string value) => Uri.EscapeDataString(value).Replace("%20", "+");

    public static Dictionary<string, string>? Read(string body)
    {
        if (body.IndexOf('=') <= 0 || body.Contains("<") || body.Contains("\n"))
        {
            return null;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in body.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (equals > 0)
            {
                fields[Decode(pair.Substring(0, equals))] = Decode(pair.Substring(equals + 1));
            }
        }

        return fields;
    }

    /// <summary>Whether a header's list names a word, with or without a value (RFC 7240 section 3).</summary>
    public static bool Has(string? header, string word) => header is not null
        && header.Split(',', ';').Any(part => string.Equals(part.Split('=')[0].Trim(), word, StringComparison.OrdinalIgnoreCase));

    private static string Decode(string value) => Uri.UnescapeDataString(value.Replace('+', ' '));
}
