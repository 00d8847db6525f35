using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>Pictures that somebody else's reader reads.</summary>
public sealed partial class QrPictures
{
    private const string Address = "https://id.example.org/link?user_code=WDJB-MJHT";

    [Theory]
    [InlineData(QrLevel.L)]
    [InlineData(QrLevel.M)]
    [InlineData(QrLevel.Q)]
    [InlineData(QrLevel.H)]
    public async Task Every_version_is_read_from_its_png(QrLevel level)
    {
        for (var version = 1; version <= QrVersion.Largest; version += version < 15 ? 1 : 5)
        {
            var text = Text(QrVersion.Capacity(version, level));
            var code = QrCode.Encode(text, level);
            Assert.Equal(version, code.Version);
            Assert.Equal(text, await ReadAsync(code.ToPng(3), ".png"));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task An_svg_is_read_when_it_is_painted(int quietZone)
    {
        var svg = QrCode.Encode(Address, QrLevel.Q).ToSvg(quietZone, "Link <this> & that");

        Assert.Contains("<title>Link &lt;this&gt; &amp; that</title>", svg, StringComparison.Ordinal);
        Assert.Contains("shape-rendering=\"crispEdges\"", svg, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(svg, "<path"));
        var side = int.Parse(Regex.Match(svg, "viewBox=\"0 0 (\\d+) ").Groups[1].Value, CultureInfo.InvariantCulture);
        var dark = new HashSet<(int X, int Y)>();
        foreach (Match run in Run().Matches(svg))
        {
            for (var i = 0; i < Number(run, 3); i++)
            {
                dark.Add((Number(run, 1) + i, Number(run, 2)));
            }
        }

        Assert.Equal(Address, await ReadAsync(Paint(side, side, (x, y) => dark.Contains((x, y))), ".pbm"));
    }

    [Theory]
    [InlineData(QrTerminalStyle.HalfBlocks, true)]
    [InlineData(QrTerminalStyle.HalfBlocksInverted, false)]
    [InlineData(QrTerminalStyle.HalfBlocksColored, false)]
    [InlineData(QrTerminalStyle.Ascii, true)]
    [InlineData(QrTerminalStyle.AsciiInverted, false)]
    public async Task Terminal_text_is_read_when_it_is_painted(QrTerminalStyle style, bool inkIsLight)
    {
        var text = QrCode.Encode(Address).ToTerminalText(style);
        var lines = Colors().Replace(text, "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var ascii = style is QrTerminalStyle.Ascii or QrTerminalStyle.AsciiInverted;
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
        Assert.Equal(!ascii, text.Any(c => c > 127));

        bool Ink(int x, int y) => ascii
            ? lines[y][2 * x] == '#'
            : lines[y / 2][x] is '█' || lines[y / 2][x] == (y % 2 == 0 ? '▀' : '▄');
        var width = ascii ? lines[0].Length / 2 : lines[0].Length;
        var height = ascii ? lines.Length : width;

        Assert.Equal(Address, await ReadAsync(Paint(width, height, (x, y) => Ink(x, y) != inkIsLight), ".pbm"));
    }

    [Fact]
    public async Task Text_beyond_ascii_is_read()
    {
        const string Beyond = "https://id.example.org/Verknüpfen?ort=Wohnzimmer☃";
        Assert.Equal(Beyond, await ReadAsync(QrCode.Encode(Beyond).ToPng(), ".png"));
    }

    [Fact]
    public void Around_the_picture_all_is_light()
    {
        var code = QrCode.Encode(Address);

        Assert.True(code[0, 0] && code[code.Size - 1, 0] && code[0, code.Size - 1]);
        Assert.False(code[-1, 0] || code[0, -1] || code[code.Size, 0] || code[0, code.Size]);
    }

    [Theory]
    [InlineData(QrLevel.L, 2953)]
    [InlineData(QrLevel.M, 2331)]
    [InlineData(QrLevel.Q, 1663)]
    [InlineData(QrLevel.H, 1273)]
    public void A_longer_text_than_the_largest_picture_holds_is_refused(QrLevel level, int most)
    {
        Assert.Equal(40, QrCode.Encode(new string('a', most), level).Version);
        Assert.Throws<ArgumentException>(() => QrCode.Encode(new string('a', most + 1), level));
    }

    private static string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(i => Address[((i * 7) + length) % Address.Length]));

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>A picture as a plain PBM file, four pixels per module, with a rim for those that have none of their own.</summary>
    private static byte[] Paint(int width, int height, Func<int, int, bool> dark)
    {
        const int Scale = 4;
        const int Rim = 16;
        var file = new StringBuilder();
        file.Append(CultureInfo.InvariantCulture, $"P1\n{(width * Scale) + (2 * Rim)} {(height * Scale) + (2 * Rim)}\n");
        for (var y = -Rim; y < (height * Scale) + Rim; y++)
        {
            for (var x = -Rim; x < (width * Scale) + Rim; x++)
            {
                var inside = x >= 0 && y >= 0 && x < width * Scale && y < height * Scale;
                file.Append(inside && dark(x / Scale, y / Scale) ? '1' : '0').Append(x % 32 == 0 ? '\n' : ' ');
            }
        }

        return Encoding.ASCII.GetBytes(file.ToString());
    }

    private static async Task<string> ReadAsync(byte[] picture, string ending)
    {
        var file = Path.Combine(Path.GetTempPath(), "linkcode-qr-" + Guid.NewGuid().ToString("N") + ending);
        try
        {
            await File.WriteAllBytesAsync(file, picture, Watching.Stop);
            var start = new ProcessStartInfo("zbarimg", ["--quiet", "--raw", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var reader = Process.Start(start)!;
            var errors = reader.StandardError.ReadToEndAsync(Watching.Stop);
            var read = await reader.StandardOutput.ReadToEndAsync(Watching.Stop);
            await reader.WaitForExitAsync(Watching.Stop);
            await errors;
            return read.TrimEnd('\n');
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("zbarimg is not installed.");
            throw;
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z")]
    private static partial Regex Run();

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colors();
}
