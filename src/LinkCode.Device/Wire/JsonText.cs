using System.Globalization;
using System.Text;

namespace LinkCode.Device;

/// <summary>Writes one flat JSON object. Members that are null are left out.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder text = new("{");

    public JsonText Add(string name, string? value)
    {
        if (value is not null)
        {
            Name(name);
            Quote(value);
        }

        return this;
    }

    public JsonText Add(string name, long? value)
    {
        if (value is { } number)
        {
            Name(name);
            text.Append(number.ToString(CultureInfo.InvariantCulture));
        }

        return this;
    }

    public override string ToString() => text + "}";

    private void Name(string name)
    {
        if (text.Length > 1)
        {
            text.Append(',');
        }

        Quote(name);
        text.Append(':');
    }

    private void Quote(string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (c < ' ' || c == '\u007f' || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
            {
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(c);
            }
        }

        text.Append('"');
    }
}
