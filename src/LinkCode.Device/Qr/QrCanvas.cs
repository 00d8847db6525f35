namespace LinkCode.Device;

/// <summary>Draws a symbol: the fixed patterns, then the bytes in their zigzag, then the mask that reads best.</summary>
internal sealed class QrCanvas
{
    private readonly int version;
    private readonly int size;
    private readonly QrLine[] dark;
    private readonly QrLine[] taken;

    private QrCanvas(int version)
    {
        this.version = version;
        size = QrVersion.Size(version);
        dark = new QrLine[size];
        taken = new QrLine[size];
    }

    public static QrLine[] Draw(byte[] bytes, int version, QrLevel level)
    {
        var canvas = new QrCanvas(version);
        canvas.DrawPatterns();
        canvas.DrawBytes(bytes);
        return canvas.BestMask(level);
    }

    private void DrawPatterns()
    {
        DrawFinder(3, 3);
        DrawFinder(size - 4, 3);
        DrawFinder(3, size - 4);
        var centres = QrVersion.Alignments(version);
        foreach (var y in centres)
        {
            foreach (var x in centres)
            {
                if (!taken[y][x])
                {
                    DrawSquare(x, y, 2);
                }
            }
        }

        for (var i = 8; i < size - 8; i++)
        {
            Set(i, 6, i % 2 == 0);
            Set(6, i, i % 2 == 0);
        }

        DrawFormat(dark, 0);
        DrawVersion();
    }

    /// <summary>A square of three rings with the light rim around it.</summary>
    private void DrawFinder(int x, int y)
    {
        for (var dy = -4; dy <= 4; dy++)
        {
            for (var dx = -4; dx <= 4; dx++)
            {
                if (x + dx >= 0 && x + dx < size && y + dy >= 0 && y + dy < size)
                {
                    var ring = Math.Max(Math.Abs(dx), Math.Abs(dy));
                    Set(x + dx, y + dy, ring is not (2 or 4));
                }
            }
        }
    }

    private void DrawSquare(int x, int y, int reach)
    {
        for (var dy = -reach; dy <= reach; dy++)
        {
            for (var dx = -reach; dx <= reach; dx++)
            {
                Set(x + dx, y + dy, Math.Max(Math.Abs(dx), Math.Abs(dy)) != 1);
            }
        }
    }

    /// <summary>Level and mask, twice, in a (15, 5) BCH code (ISO/IEC 18004 section 7.9).</summary>
    private void DrawFormat(QrLine[] lines, int bits)
    {
        for (var i = 0; i < 15; i++)
        {
            var on = (bits >> i & 1) != 0;
            var near = i < 6 ? i : i < 8 ? i + 1 : 14 - i;
            // Around the upper left corner: down the column, then left along the row.
            SetIn(lines, i < 8 ? 8 : i == 8 ? 7 : near, i < 8 ? near : 8, on);
            // Shared out between the other two corners.
            SetIn(lines, i < 8 ? size - 1 - i : 8, i < 8 ? 8 : size - 15 + i, on);
        }

        SetIn(lines, 8, size - 8, true);
    }

    /// <summary>The version, twice, in an (18, 6) BCH code; only larger symbols have it.</summary>
    private void DrawVersion()
    {
        if (version < 7)
        {
            return;
        }

        var rest = version;
        for (var i = 0; i < 12; i++)
        {
            rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
        }

        var bits = (version << 12) | rest;
        for (var i = 0; i < 18; i++)
        {
            var on = (bits >> i & 1) != 0;
            Set(size - 11 + (i % 3), i / 3, on);
            Set(i / 3, size - 11 + (i % 3), on);
        }
    }

    /// <summary>Up and down in columns of two, from the lower right, around whatever is taken.</summary>
    private void DrawBytes(byte[] bytes)
    {
        var at = 0;
        var upwards = true;
        for (var right = size - 1; right > 0; right -= 2, upwards = !upwards)
        {
            right = right == 6 ? 5 : right;
            for (var step = 0; step < size; step++)
            {
                var y = upwards ? size - 1 - step : step;
                for (var x = right; x >= right - 1; x--)
                {
                    if (!taken[y][x] && at < bytes.Length * 8)
                    {
                        dark[y] = dark[y].With(x, (bytes[at >> 3] >> (7 - (at & 7)) & 1) != 0);
                        at++;
                    }
                }
            }
        }
    }

    private QrLine[] BestMask(QrLevel level)
    {
        var best = new QrLine[size];
        var tried = new QrLine[size];
        var least = int.MaxValue;
        for (var mask = 0; mask < QrMask.Count; mask++)
        {
            for (var y = 0; y < size; y++)
            {
                tried[y] = dark[y] ^ (QrMask.Line(mask, y) & ~taken[y] & QrLine.First(size));
            }

            DrawFormat(tried, QrMask.Format(level, mask));
            var penalty = QrMask.Penalty(tried);
            if (penalty < least)
            {
                least = penalty;
                (best, tried) = (tried, best);
            }
        }

        return best;
    }

    private void Set(int x, int y, bool on)
    {
        SetIn(dark, x, y, on);
        taken[y] = taken[y].With(x, true);
    }

    private void SetIn(QrLine[] lines, int x, int y, bool on)
    {
        lines[y] = lines[y].With(x, on);
        taken[y] = taken[y].With(x, true);
    }
}
