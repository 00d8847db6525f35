namespace LinkCode.Device;

/// <summary>One row of a QR symbol, one bit per module (at most 177). Whole rows are compared and counted at once.</summary>
internal readonly struct QrLine(ulong low, ulong middle, ulong high)
{
    private readonly ulong low = low;
    private readonly ulong middle = middle;
    private readonly ulong high = high;

    public bool this[int x] => ((x < 64 ? low : x < 128 ? middle : high) >> (x & 63) & 1) != 0;

    public int Count => Ones(low) + Ones(middle) + Ones(high);

    public static QrLine operator &(QrLine a, QrLine b) => new(a.low & b.low, a.middle & b.middle, a.high & b.high);

    public static QrLine operator |(QrLine a, QrLine b) => new(a.low | b.low, a.middle | b.middle, a.high | b.high);

    public static QrLine operator ^(QrLine a, QrLine b) => new(a.low ^ b.low, a.middle ^ b.middle, a.high ^ b.high);

    public static QrLine operator ~(QrLine a) => new(~a.low, ~a.middle, ~a.high);

    /// <summary>Moves every module towards x = 0; by fewer than 64.</summary>
    public static QrLine operator >>(QrLine a, int by) => by == 0
        ? a
        : new((a.low >> by) | (a.middle << (64 - by)), (a.middle >> by) | (a.high << (64 - by)), a.high >> by);

    /// <summary>Moves every module away from x = 0; by fewer than 64.</summary>
    public static QrLine operator <<(QrLine a, int by) => by == 0
        ? a
        : new(a.low << by, (a.middle << by) | (a.low >> (64 - by)), (a.high << by) | (a.middle >> (64 - by)));

    /// <summary>A line whose first modules are dark.</summary>
    public static QrLine First(int count) => new(Filled(count), Filled(count - 64), Filled(count - 128));

    public QrLine With(int x, bool dark)
    {
        var bit = 1UL << (x & 63);
        var (a, b, c) = x < 64 ? (bit, 0UL, 0UL) : x < 128 ? (0UL, bit, 0UL) : (0UL, 0UL, bit);
        return dark ? new(low | a, middle | b, high | c) : new(low & ~a, middle & ~b, high & ~c);
    }

    private static ulong Filled(int count) => count <= 0 ? 0 : count >= 64 ? ulong.MaxValue : (1UL << count) - 1;

    private static int Ones(ulong bits)
    {
#if NET
        return System.Numerics.BitOperations.PopCount(bits);
#else
        bits -= bits >> 1 & 0x5555555555555555;
        bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
        return (int)(((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101 >> 56);
#endif
    }
}
