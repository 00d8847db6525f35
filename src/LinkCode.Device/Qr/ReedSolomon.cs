namespace LinkCode.Device;

/// <summary>Check bytes over GF(256) with the polynomial x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004 section 7.5).</summary>
internal static class ReedSolomon
{
    private static readonly byte[] Powers = new byte[510];
    private static readonly byte[] Logs = new byte[256];

    static ReedSolomon()
    {
        for (int i = 0, value = 1; i < 255; i++)
        {
            Powers[i] = Powers[i + 255] = (byte)value;
            Logs[value] = (byte)i;
            value = value < 128 ? value << 1 : (value << 1) ^ 0x11D;
        }
    }

    /// <summary>The logarithms of the generator's coefficients, highest power first, the leading 1 left out.</summary>
    public static byte[] Generator(int degree)
    {
        var coefficients = new byte[degree];
        coefficients[degree - 1] = 1;
        for (var root = 0; root < degree; root++)
        {
            for (var i = 0; i < degree; i++)
            {
                var next = i + 1 < degree ? coefficients[i + 1] : (byte)0;
                coefficients[i] = (byte)(Times(coefficients[i], root) ^ next);
            }
        }

        for (var i = 0; i < degree; i++)
        {
            coefficients[i] = Logs[coefficients[i]];
        }

        return coefficients;
    }

    /// <summary>Writes the check bytes of a block: the remainder of its division by the generator.</summary>
    public static void Check(byte[] data, int from, int count, byte[] generator, byte[] check)
    {
        var degree = generator.Length;
        Array.Clear(check, 0, degree);
        for (var i = 0; i < count; i++)
        {
            var factor = data[from + i] ^ check[0];
            Array.Copy(check, 1, check, 0, degree - 1);
            check[degree - 1] = 0;
            if (factor == 0)
            {
                continue;
            }

            var log = Logs[factor];
            for (var j = 0; j < degree; j++)
            {
                check[j] ^= Powers[log + generator[j]];
            }
        }
    }

    private static byte Times(byte value, int power) => value == 0 ? (byte)0 : Powers[Logs[value] + power];
}
