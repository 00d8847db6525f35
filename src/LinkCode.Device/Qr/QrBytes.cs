namespace LinkCode.Device;

/// <summary>The bytes of a symbol in the order in which they are drawn: head, text, filling, and check bytes, blocks interleaved.</summary>
internal static class QrBytes
{
    public static byte[] Arrange(byte[] text, int version, QrLevel level)
    {
        var data = Data(text, version, QrVersion.DataBytes(version, level));
        var blocks = QrVersion.BlockCount(version, level);
        var checkBytes = QrVersion.CheckBytes(version, level);
        var all = new byte[QrVersion.TotalBytes(version)];
        var generator = ReedSolomon.Generator(checkBytes);
        var check = new byte[checkBytes];
        var shorter = data.Length / blocks;
        var shortBlocks = blocks - (data.Length % blocks);
        for (int block = 0, from = 0; block < blocks; block++)
        {
            var length = block < shortBlocks ? shorter : shorter + 1;
            ReedSolomon.Check(data, from, length, generator, check);
            for (var i = 0; i < length; i++)
            {
                // The last column holds only the longer blocks.
                all[i < shorter ? (i * blocks) + block : (shorter * blocks) + block - shortBlocks] = data[from + i];
            }

            for (var i = 0; i < checkBytes; i++)
            {
                all[data.Length + (i * blocks) + block] = check[i];
            }

            from += length;
        }

        return all;
    }

    private static byte[] Data(byte[] text, int version, int length)
    {
        var data = new byte[length];
        var at = 0;
        Put(data, ref at, 0b0100, 4);
        Put(data, ref at, text.Length, version < 10 ? 8 : 16);
        foreach (var value in text)
        {
            Put(data, ref at, value, 8);
        }

        // Four zero bits end the text, as far as there is room; then two bytes by turns fill the rest.
        var filling = 0xEC;
        for (var i = (Math.Min(at + 4, length * 8) + 7) / 8; i < length; i++, filling ^= 0xEC ^ 0x11)
        {
            data[i] = (byte)filling;
        }

        return data;
    }

    private static void Put(byte[] data, ref int at, int value, int bits)
    {
        for (var i = bits - 1; i >= 0; i--, at++)
        {
            data[at >> 3] |= (byte)((value >> i & 1) << (7 - (at & 7)));
        }
    }
}
