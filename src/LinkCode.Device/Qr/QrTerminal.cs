using System.Text;

namespace LinkCode.Device;

/// <summary>QR pictures as text.</summary>
internal static class QrTerminal
{
    public static string Write(QrCode code, QrTerminalStyle style, int quietZone)
    {
        var text = new StringBuilder((code.Size + (2 * quietZone) + 16) * (code.Size + (2 * quietZone)));
        switch (style)
        {
            case QrTerminalStyle.HalfBlocks:
                Halves(code, quietZone, text, " ▄▀█", ("", ""), inkIsLight: true);
                break;
            case QrTerminalStyle.HalfBlocksInverted:
                Halves(code, quietZone, text, " ▄▀█", ("", ""), inkIsLight: false);
                break;
            case QrTerminalStyle.HalfBlocksColored:
                Halves(code, quietZone, text, " ▄▀█", ("\u001b[38;5;16;48;5;231m", "\u001b[0m"), inkIsLight: false);
                break;
            case QrTerminalStyle.Ascii:
                Wide(code, quietZone, text, inkIsLight: true);
                break;
            case QrTerminalStyle.AsciiInverted:
                Wide(code, quietZone, text, inkIsLight: false);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(style));
        }

        return text.ToString();
    }

    private static void Halves(QrCode code, int zone, StringBuilder text, string blocks, (string On, string Off) colors, bool inkIsLight)
    {
        for (var y = -zone; y < code.Size + zone; y += 2)
        {
            text.Append(colors.On);
            for (var x = -zone; x < code.Size + zone; x++)
            {
                var upper = code[x, y] != inkIsLight ? 2 : 0;
                // An odd height leaves half a line over, which belongs to nobody: no ink there.
                var lower = y + 1 < code.Size + zone && code[x, y + 1] != inkIsLight ? 1 : 0;
                text.Append(blocks[upper | lower]);
            }

            text.Append(colors.Off).Append('\n');
        }
    }

    private static void Wide(QrCode code, int zone, StringBuilder text, bool inkIsLight)
    {
        for (var y = -zone; y < code.Size + zone; y++)
        {
            for (var x = -zone; x < code.Size + zone; x++)
            {
                text.Append(code[x, y] != inkIsLight ? "##" : "  ");
            }

            text.Append('\n');
        }
    }
}
