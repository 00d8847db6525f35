using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;
using OpenIddict.Abstractions;

namespace LinkCode.Server.Codes;

/// <summary>
/// Reads the plain form of a device that asks for codes straight from its bytes. Anything unusual is left to the full parser:
/// a field that comes twice, a name that is escaped or has capitals, a broken escape, a word that OAuth gives a meaning to.
/// </summary>
internal ref struct StartForm
{
    // Every name that comes is compared with those before it.
    private const int MostFields = 32;

    private static readonly FrozenSet<string> Meaningful = typeof(OpenIddictConstants.Parameters).GetFields()
        .Select(field => (string)field.GetRawConstantValue()!).Append("dpop_jkt").ToFrozenSet(StringComparer.Ordinal);

    public ReadOnlySpan<byte> ClientId { get; private set; }

    /// <summary>Still escaped, like the others; empty when it did not come.</summary>
    public ReadOnlySpan<byte> Scope { get; private set; }

    public ReadOnlySpan<byte> Challenge { get; private set; }

    public ReadOnlySpan<byte> ChallengeMethod { get; private set; }

    public ReadOnlySpan<byte> DeviceName { get; private set; }

    public ReadOnlySpan<byte> DeviceType { get; private set; }

    public ReadOnlySpan<byte> DeviceModel { get; private set; }

    public ReadOnlySpan<byte> AppVersion { get; private set; }

    public ReadOnlySpan<byte> InstallationId { get; private set; }

    public ReadOnlySpan<byte> Languages { get; private set; }

    /// <summary>False when the form holds anything unusual.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out StartForm form)
    {
        form = default;
        var rest = body;
        for (var fields = 0; !rest.IsEmpty; fields++)
        {
            var before = body[..^rest.Length];
            var end = rest.IndexOf((byte)'&');
            var field = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var equals = field.IndexOf((byte)'=');
            if (fields == MostFields || equals <= 0 || !IsPlainName(field[..equals]) || HasField(before, field[..(equals + 1)]) || !form.Take(field[..equals], field[(equals + 1)..]))
            {
                return false;
            }
        }

        return !form.ClientId.IsEmpty && !form.ClientId.ContainsAny((byte)'%', (byte)'+');
    }

    /// <summary>The text of a value; null when it is empty, which counts as absent (N5). False when an escape is broken, or it is no text.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> value, out string? text)
    {
        text = null;
        if (value.IsEmpty)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[FastStarts.LongestForm];
        var length = 0;
        for (var i = 0; i < value.Length; i++, length++)
        {
            if (value[i] != '%')
            {
                bytes[length] = value[i] == '+' ? (byte)' ' : value[i];
                continue;
            }

            if (i + 2 >= value.Length || !char.IsAsciiHexDigit((char)value[i + 1]) || !char.IsAsciiHexDigit((char)value[i + 2]))
            {
                return false;
            }

            bytes[length] = (byte)((HexDigit(value[i + 1]) << 4) | HexDigit(value[i + 2]));
            i += 2;
        }

        if (bytes[..length].Contains((byte)0) || !Utf8.IsValid(bytes[..length]))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes[..length]);
        return true;
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool IsPlainName(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (!(char.IsAsciiLetterLower((char)letter) || char.IsAsciiDigit((char)letter) || letter is (byte)'_' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return true;
    }

    // The name is given with its equals sign, the bytes with every sign of theirs.
    private static bool HasField(ReadOnlySpan<byte> before, ReadOnlySpan<byte> name)
    {
        while (!before.IsEmpty)
        {
            if (before.StartsWith(name))
            {
                return true;
            }

            var end = before.IndexOf((byte)'&');
            before = end < 0 ? default : before[(end + 1)..];
        }

        return false;
    }

    private bool Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("client_id"u8))
        {
            ClientId = value;
        }
        else if (name.SequenceEqual("scope"u8))
        {
            Scope = value;
        }
        else if (name.SequenceEqual("code_challenge"u8))
        {
            Challenge = value;
        }
        else if (name.SequenceEqual("code_challenge_method"u8))
        {
            ChallengeMethod = value;
        }
        else
        {
            return TakeFact(name, value);
        }

        return true;
    }

    private bool TakeFact(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("device_name"u8))
        {
            DeviceName = value;
        }
        else if (name.SequenceEqual("device_type"u8))
        {
            DeviceType = value;
        }
        else if (name.SequenceEqual("device_model"u8))
        {
            DeviceModel = value;
        }
        else if (name.SequenceEqual("app_version"u8))
        {
            AppVersion = value;
        }
        else if (name.SequenceEqual("device_id"u8))
        {
            InstallationId = value;
        }
        else if (name.SequenceEqual("ui_locales"u8))
        {
            Languages = value;
        }
        else
        {
            return !Meaningful.Contains(Encoding.Latin1.GetString(name)) && TryDecode(value, out _);
        }

        return true;
    }
}
