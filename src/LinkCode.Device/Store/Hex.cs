using System.Globalization;
using System.Text;

namespace LinkCode.Device;

/// <summary>Bytes as lower-case hexadecimal text.</summary>
internal static class Hex
{
    public static string Write(byte[] bytes, int count)
    {
        var text = new StringBuilder(count * 2);
        for (var i = 0; i < count; i++)
        {
            text.Append(bytes[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
