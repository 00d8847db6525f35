using System.Security.Cryptography;
using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>Numbers that ISO/IEC 18004 prints.</summary>
public sealed class QrKnownAnswers
{
    [Theory]
    [InlineData(QrLevel.L, 0, 0b111011111000100)]
    [InlineData(QrLevel.M, 0, 0b101010000010010)]
    [InlineData(QrLevel.M, 5, 0b100000011001110)]
    [InlineData(QrLevel.Q, 0, 0b011010101011111)]
    [InlineData(QrLevel.H, 0, 0b001011010001001)]
    public void Level_and_mask_have_their_check_bits(object level, int mask, int bits) => Assert.Equal(bits, QrMask.Format((QrLevel)level, mask));

    [Theory]
    [InlineData(7, new byte[] { 87, 229, 146, 149, 238, 102, 21 })]
    [InlineData(10, new byte[] { 251, 67, 46, 61, 118, 70, 64, 94, 32, 45 })]
    [InlineData(13, new byte[] { 74, 152, 176, 100, 86, 100, 106, 104, 130, 218, 206, 140, 78 })]
    public void Generators_are_those_of_annex_a(int degree, byte[] exponents) => Assert.Equal(exponents, ReedSolomon.Generator(degree));

    [Fact]
    public void Check_bytes_are_those_of_annex_i()
    {
        byte[] data = [0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11];
        var check = new byte[10];

        ReedSolomon.Check(data, 0, data.Length, ReedSolomon.Generator(10), check);

        Assert.Equal(new byte[] { 0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55 }, check);
    }

    [Theory]
    [InlineData(1, 26)]
    [InlineData(2, 44)]
    [InlineData(7, 196)]
    [InlineData(14, 581)]
    [InlineData(40, 3706)]
    public void Symbols_hold_so_many_bytes(int version, int bytes) => Assert.Equal(bytes, QrVersion.TotalBytes(version));

    [Theory]
    [InlineData(1, new[] { 17, 14, 11, 7 })]
    [InlineData(4, new[] { 78, 62, 46, 34 })]
    [InlineData(10, new[] { 271, 213, 151, 119 })]
    [InlineData(15, new[] { 520, 412, 292, 220 })]
    public void Symbols_hold_so_much_text(int version, int[] characters) =>
        Assert.Equal(characters, Enum.GetValues<QrLevel>().Select(level => QrVersion.Capacity(version, level)));

    [Theory]
    [InlineData(1, new int[0])]
    [InlineData(2, new[] { 6, 18 })]
    [InlineData(15, new[] { 6, 26, 48, 70 })]
    [InlineData(32, new[] { 6, 34, 60, 86, 112, 138 })]
    [InlineData(36, new[] { 6, 24, 50, 76, 102, 128, 154 })]
    [InlineData(39, new[] { 6, 26, 54, 82, 110, 138, 166 })]
    [InlineData(40, new[] { 6, 30, 58, 86, 114, 142, 170 })]
    public void Alignment_patterns_lie_where_annex_e_puts_them(int version, int[] centres) => Assert.Equal(centres, QrVersion.Alignments(version));

    [Fact]
    public void Version_7_is_written_beside_two_finders()
    {
        const int Bits = 0b000111110010010100;
        var code = QrCode.Encode(new string('a', QrVersion.Capacity(7, QrLevel.M)), QrLevel.M);

        for (var i = 0; i < 18; i++)
        {
            Assert.Equal((Bits >> i & 1) != 0, code[code.Size - 11 + (i % 3), i / 3]);
            Assert.Equal((Bits >> i & 1) != 0, code[i / 3, code.Size - 11 + (i % 3)]);
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(61)]
    [InlineData(69)]
    [InlineData(133)]
    [InlineData(177)]
    public void Whole_rows_are_judged_as_single_modules_are(int size)
    {
        for (var round = 0; round < 3; round++)
        {
            var lines = new QrLine[size];
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                {
                    // Few changes, so that there are long runs and blocks.
                    var same = x > 0 && RandomNumberGenerator.GetInt32(4) > 0;
                    lines[y] = lines[y].With(x, same ? lines[y][x - 1] : RandomNumberGenerator.GetInt32(2) == 0);
                }
            }

            Assert.Equal(SlowPenalty(lines), QrMask.Penalty(lines));
        }
    }

    private static int SlowPenalty(QrLine[] lines)
    {
        var size = lines.Length;
        bool At(int x, int y, bool turned) => turned ? lines[x][y] : lines[y][x];
        var penalty = 0;
        foreach (var turned in new[] { false, true })
        {
            for (var y = 0; y < size; y++)
            {
                var row = string.Concat(Enumerable.Range(0, size).Select(x => At(x, y, turned) ? '1' : '0'));
                penalty += System.Text.RegularExpressions.Regex.Matches(row, "0{5,}|1{5,}").Sum(run => run.Length - 2);
                penalty += 40 * Enumerable.Range(0, size - 10).Count(x => row.Substring(x, 11) is "10111010000");
                penalty += 40 * Enumerable.Range(0, size - 10).Count(x => row.Substring(x, 11) is "00001011101");
            }
        }

        for (var y = 0; y + 1 < size; y++)
        {
            penalty += 3 * Enumerable.Range(0, size - 1).Count(x =>
                lines[y][x] == lines[y][x + 1] && lines[y][x] == lines[y + 1][x] && lines[y][x] == lines[y + 1][x + 1]);
        }

        var share = 100.0 * lines.Sum(line => Enumerable.Range(0, size).Count(x => line[x])) / (size * size);
        return penalty + (10 * (int)Math.Floor(Math.Abs(share - 50) / 5));
    }
}
