using System.Text;

namespace LinkCode.Device;

/// <summary>
/// A QR picture of a text (ISO/IEC 18004, byte mode, versions 1 to 40, the best of the eight masks). Immutable.
/// </summary>
public sealed class QrCode
{
    /// <summary>The light rim that the standard asks for, in modules.</summary>
    public const int StandardQuietZone = 4;

    private readonly QrLine[] lines;

    private QrCode(QrLine[] lines, int version, QrLevel level) => (this.lines, Version, Level) = (lines, version, level);

    /// <summary>How many modules the picture is wide and high, the quiet zone not counted: 21 to 177.</summary>
    public int Size => lines.Length;

    /// <summary>The standard's number for the size: 1 to 40.</summary>
    public int Version { get; }

    /// <summary>How much damage the picture survives.</summary>
    public QrLevel Level { get; }

    /// <summary>Whether a module is dark. Outside the picture all is light.</summary>
    /// <param name="x">The column, from 0 at the left.</param>
    /// <param name="y">The row, from 0 at the top.</param>
    public bool this[int x, int y] => x >= 0 && y >= 0 && x < Size && y < Size && lines[y][x];

    /// <summary>Draws a text in the smallest picture that holds it.</summary>
    /// <param name="text">The text, encoded as UTF-8.</param>
    /// <param name="level">How much damage the picture survives.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">The text is longer than 2,953 (L), 2,331 (M), 1,663 (Q) or 1,273 (H) bytes.</exception>
    public static QrCode Encode(string text, QrLevel level = QrLevel.M)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (level is < QrLevel.L or > QrLevel.H)
        {
            throw new ArgumentOutOfRangeException(nameof(level));
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        for (var version = 1; version <= QrVersion.Largest; version++)
        {
            if (bytes.Length <= QrVersion.Capacity(version, level))
            {
                return new QrCode(QrCanvas.Draw(QrBytes.Arrange(bytes, version, level), version, level), version, level);
            }
        }

        throw new ArgumentException($"The text has {bytes.Length} bytes, more than a QR picture holds at level {level}.", nameof(text));
    }

    /// <summary>The picture as an SVG document: one black path on white, sharp at any size.</summary>
    /// <param name="quietZone">The light rim, in modules: 0 to 16. Less than 4 only if the page around it is white.</param>
    /// <param name="title">A text for those who cannot see it; null for none.</param>
    /// <returns>The document. It has a view box and no size of its own: the page decides.</returns>
    public string ToSvg(int quietZone = StandardQuietZone, string? title = null) => QrSvg.Write(this, CheckedZone(quietZone), title);

    /// <summary>The picture as a PNG file with one bit per pixel.</summary>
    /// <param name="scale">How many pixels wide a module is: 1 to 64.</param>
    /// <param name="quietZone">The light rim, in modules: 0 to 16.</param>
    /// <returns>The file.</returns>
    public byte[] ToPng(int scale = 8, int quietZone = StandardQuietZone)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 64);
        return QrPng.Write(this, scale, CheckedZone(quietZone));
    }

    /// <summary>The picture as text for a terminal with a fixed-width font.</summary>
    /// <param name="style">What to draw with. The default needs UTF-8 and light text on a dark background.</param>
    /// <param name="quietZone">The light rim, in modules: 0 to 16.</param>
    /// <returns>Lines that end in a line feed.</returns>
    public string ToTerminalText(QrTerminalStyle style = QrTerminalStyle.HalfBlocks, int quietZone = StandardQuietZone) =>
        QrTerminal.Write(this, style, CheckedZone(quietZone));

    internal QrLine Line(int y) => y >= 0 && y < Size ? lines[y] : default;

    private static int CheckedZone(int quietZone)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quietZone, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quietZone, 16);
        return quietZone;
    }
}
