namespace LinkCode.Device;

/// <summary>The sizes of QR symbols (ISO/IEC 18004 tables 1, 7, 9 and E.1): what each holds and how it is cut into blocks.</summary>
internal static class QrVersion
{
    public const int Largest = 40;

    private static readonly byte[][] CheckBytesPerBlock =
    [
        [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
        [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
        [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
        [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    ];

    private static readonly byte[][] Blocks =
    [
        [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
        [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
        [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
        [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
    ];

    public static int Size(int version) => 17 + (4 * version);

    public static int BlockCount(int version, QrLevel level) => Blocks[(int)level][version - 1];

    public static int CheckBytes(int version, QrLevel level) => CheckBytesPerBlock[(int)level][version - 1];

    /// <summary>All bytes of a symbol: its modules less the fixed patterns.</summary>
    public static int TotalBytes(int version)
    {
        var size = Size(version);
        var alignments = AlignmentCount(version);
        var modules = (size * size) - (3 * 64) - (2 * (size - 16)) - 31;
        if (alignments > 0)
        {
            // Those in line with the timing patterns share five modules with them; three corners have none.
            modules -= (25 * ((alignments * alignments) - 3)) - (10 * (alignments - 2));
        }

        return (version >= 7 ? modules - 36 : modules) / 8;
    }

    public static int DataBytes(int version, QrLevel level) => TotalBytes(version) - (BlockCount(version, level) * CheckBytes(version, level));

    /// <summary>How many bytes of text fit: the mode and the count take 12 or 20 bits.</summary>
    public static int Capacity(int version, QrLevel level) => DataBytes(version, level) - (version < 10 ? 2 : 3);

    /// <summary>The centres of the alignment patterns, in both directions; the first and the last lie 6 modules from the edge.</summary>
    public static int[] Alignments(int version)
    {
        var count = AlignmentCount(version);
        var centres = new int[count];
        if (count == 0)
        {
            return centres;
        }

        var last = Size(version) - 7;
        // Even steps, rounded up to an even number, counted from the far edge; the table has one exception.
        var step = version == 32 ? 26 : ((last - 6 + ((count - 1) * 2) - 1) / ((count - 1) * 2)) * 2;
        for (var i = 0; i < count; i++)
        {
            centres[i] = i == 0 ? 6 : last - ((count - 1 - i) * step);
        }

        return centres;
    }

    private static int AlignmentCount(int version) => version == 1 ? 0 : (version / 7) + 2;
}
