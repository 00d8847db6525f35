using System.Globalization;
using System.Text;

namespace LinkCode.Device;

/// <summary>
/// Reads one JSON object (RFC 8259) without reflection. Strings become <see cref="string"/>, numbers and booleans their text,
/// an array its items with spaces between, null and objects are left out: OAuth answers are flat.
/// </summary>
internal sealed class Json
{
    private const int DeepestNesting = 32;
    private readonly string text;
    private int at;

    private Json(string text) => this.text = text;

    /// <summary>The members of the object, or null if the text is not one well-formed JSON object.</summary>
    public static Dictionary<string, string>? Read(string text)
    {
        var reader = new Json(text);
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        reader.SkipSpace();
        return reader.Object(members, 0) && reader.AtEnd() ? members : null;
    }

    private bool AtEnd()
    {
        SkipSpace();
        return at == text.Length;
    }

    private bool Object(Dictionary<string, string>? members, int depth)
    {
        if (depth > DeepestNesting || !Take('{'))
        {
            return false;
        }

        if (Take('}'))
        {
            return true;
        }

        do
        {
            if (String() is not { } name || !Take(':') || !Value(depth, out var value))
            {
                return false;
            }

            if (value is not null)
            {
                members?[name] = value;
            }
        }
        while (Take(','));
        return Take('}');
    }

    private bool Array(int depth, out string joined)
    {
        joined = "";
        if (depth > DeepestNesting || !Take('['))
        {
            return false;
        }

        if (Take(']'))
        {
            return true;
        }

        var items = new List<string>();
        do
        {
            if (!Value(depth, out var item))
            {
                return false;
            }

            items.Add(item ?? "");
        }
        while (Take(','));
        joined = string.Join(" ", items);
        return Take(']');
    }

    private bool Value(int depth, out string? value)
    {
        value = null;
        SkipSpace();
        switch (at < text.Length ? text[at] : '\0')
        {
            case '"':
                value = String();
                return value is not null;
            case '{':
                return Object(null, depth + 1);
            case '[':
                return Array(depth + 1, out value);
            case 't':
                value = "true";
                return Word("true");
            case 'f':
                value = "false";
                return Word("false");
            case 'n':
                return Word("null");
            default:
                value = Number();
                return value is not null;
        }
    }

    private bool Word(string word)
    {
        if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
        {
            return false;
        }

        at += word.Length;
        return true;
    }

    private string? Number()
    {
        var from = at;
        while (at < text.Length && (text[at] is >= '0' and <= '9' or '+' or '-' or '.' or 'e' or 'E'))
        {
            at++;
        }

        var number = text.Substring(from, at - from);
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? number : null;
    }

    private string? String()
    {
        if (!Take('"'))
        {
            return null;
        }

        var from = at;
        while (at < text.Length && text[at] is not ('"' or '\\') && text[at] >= ' ')
        {
            at++;
        }

        var plain = text.Substring(from, at - from);
        return Take('"', skipSpace: false) ? plain : Escaped(new StringBuilder(plain));
    }

    private string? Escaped(StringBuilder built)
    {
        while (at < text.Length && text[at] >= ' ')
        {
            var c = text[at++];
            if (c == '"')
            {
                return built.ToString();
            }

            if (c == '\\' && !Escape(out c))
            {
                return null;
            }

            built.Append(c);
        }

        return null;
    }

    private bool Escape(out char c)
    {
        c = at < text.Length ? text[at++] : '\0';
        if (c == 'u')
        {
            var good = at + 4 <= text.Length
                & ushort.TryParse(text.Substring(at, Math.Min(4, text.Length - at)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
            at += 4;
            c = (char)code;
            return good;
        }

        var which = "\"\\/bfnrt".IndexOf(c);
        c = which < 0 ? c : "\"\\/\b\f\n\r\t"[which];
        return which >= 0;
    }

    private bool Take(char wanted, bool skipSpace = true)
    {
        if (skipSpace)
        {
            SkipSpace();
        }

        if (at >= text.Length || text[at] != wanted)
        {
            return false;
        }

        at++;
        return true;
    }

    private void SkipSpace()
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r')
        {
            at++;
        }
    }
}
