namespace LinkCode.Device;

/// <summary>The eight masks and how readable a masked symbol is (ISO/IEC 18004 section 7.8).</summary>
internal static class QrMask
{
    public const int Count = 8;
    private const int Period = 12;
    private static readonly QrLine[] Lines = MakeLines();

    public static QrLine Line(int mask, int y) => Lines[(mask * Period) + (y % Period)];

    /// <summary>The fifteen format bits: level and mask with their check bits, and the fixed pattern over them.</summary>
    public static int Format(QrLevel level, int mask)
    {
        // The standard numbers the levels M, L, H, Q.
        var data = (((int)level ^ 1) << 3) | mask;
        var rest = data;
        for (var i = 0; i < 10; i++)
        {
            rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        }

        return ((data << 10) | rest) ^ 0x5412;
    }

    /// <summary>Points against a symbol: long runs, blocks, what looks like a finder, and too much of one colour.</summary>
    public static int Penalty(QrLine[] lines)
    {
        var size = lines.Length;
        var whole = QrLine.First(size);
        var penalty = 0;
        var darkModules = 0;
        for (var y = 0; y < size; y++)
        {
            darkModules += lines[y].Count;
            penalty += Along(lines[y], size);
            penalty += Across(lines, y, whole);
            if (y + 1 < size)
            {
                var same = ~(lines[y] ^ lines[y + 1]);
                var block = same & (same >> 1) & ~(lines[y] ^ (lines[y] >> 1)) & QrLine.First(size - 1);
                penalty += 3 * block.Count;
            }
        }

        var modules = size * size;
        return penalty + (Math.Abs((darkModules * 20) - (modules * 10)) / modules * 10);
    }

    private static int Along(QrLine line, int size)
    {
        var same = ~(line ^ (line >> 1)) & QrLine.First(size - 1);
        var five = same & (same >> 1) & (same >> 2) & (same >> 3);
        // A run of n ≥ 5 costs n - 2: one for each place where five fit, and two for the run.
        var penalty = five.Count + (2 * (five & ~(five << 1)).Count);
        var finder = line & ~(line >> 1) & (line >> 2) & (line >> 3) & (line >> 4) & ~(line >> 5) & (line >> 6);
        var light = ~line & ~(line >> 1) & ~(line >> 2) & ~(line >> 3);
        var either = (finder & (light >> 7) & QrLine.First(size - 10)).Count + (light & (finder >> 4) & QrLine.First(size - 10)).Count;
        return penalty + (40 * either);
    }

    /// <summary>The same for the columns, all of them at once: what starts at row y.</summary>
    private static int Across(QrLine[] lines, int y, QrLine whole)
    {
        var penalty = 0;
        if (y + 4 < lines.Length)
        {
            var five = Five(lines, y);
            var starts = y == 0 ? five : five & (lines[y - 1] ^ lines[y]);
            penalty += (five & whole).Count + (2 * (starts & whole).Count);
        }

        if (y + 10 < lines.Length)
        {
            var before = Finder(lines, y) & Light(lines, y + 7);
            var after = Light(lines, y) & Finder(lines, y + 4);
            penalty += 40 * ((before & whole).Count + (after & whole).Count);
        }

        return penalty;
    }

    private static QrLine Five(QrLine[] lines, int y) =>
        (lines[y] & lines[y + 1] & lines[y + 2] & lines[y + 3] & lines[y + 4]) | ~(lines[y] | lines[y + 1] | lines[y + 2] | lines[y + 3] | lines[y + 4]);

    private static QrLine Light(QrLine[] lines, int y) => ~(lines[y] | lines[y + 1] | lines[y + 2] | lines[y + 3]);

    private static QrLine Finder(QrLine[] lines, int y) =>
        lines[y] & ~lines[y + 1] & lines[y + 2] & lines[y + 3] & lines[y + 4] & ~lines[y + 5] & lines[y + 6];

    private static QrLine[] MakeLines()
    {
        var made = new QrLine[Count * Period];
        for (var mask = 0; mask < Count; mask++)
        {
            for (var y = 0; y < Period; y++)
            {
                for (var x = 0; x < 192; x++)
                {
                    made[(mask * Period) + y] = made[(mask * Period) + y].With(x, Inverts(mask, x, y));
                }
            }
        }

        return made;
    }

    private static bool Inverts(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => ((y / 2) + (x / 3)) % 2 == 0,
        5 => (x * y % 2) + (x * y % 3) == 0,
        6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
        _ => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
    };
}
