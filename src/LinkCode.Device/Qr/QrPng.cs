using System.IO.Compression;
using System.Text;

namespace LinkCode.Device;

/// <summary>QR pictures as PNG (RFC 2083): greyscale, one bit per pixel, one IDAT chunk.</summary>
internal static class QrPng
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = MakeCrcTable();

    public static byte[] Write(QrCode code, int scale, int zone)
    {
        var side = (code.Size + (2 * zone)) * scale;
        var header = new byte[13];
        Big(header, 0, (uint)side);
        Big(header, 4, (uint)side);
        header[8] = 1; // bits per pixel; colour type, compression, filter and interlace stay 0
        using var file = new MemoryStream();
        file.Write(Signature, 0, Signature.Length);
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Zlib(Pixels(code, scale, zone, side)));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Rows with a filter byte each; a repeated row is written as "as above", which packs to nothing.</summary>
    private static byte[] Pixels(QrCode code, int scale, int zone, int side)
    {
        const byte SameAsAbove = 2;
        var stride = 1 + ((side + 7) / 8);
        var pixels = new byte[stride * side];
        for (var y = 0; y < side; y++)
        {
            var at = y * stride;
            if (y % scale != 0)
            {
                pixels[at] = SameAsAbove;
                continue;
            }

            for (var x = 0; x < side; x++)
            {
                if (!code[(x / scale) - zone, (y / scale) - zone])
                {
                    pixels[at + 1 + (x >> 3)] |= (byte)(0x80 >> (x & 7));
                }
            }
        }

        return pixels;
    }

    private static byte[] Zlib(byte[] data)
    {
        using var packed = new MemoryStream();
        packed.WriteByte(0x78);
        packed.WriteByte(0x9C);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(data, 0, data.Length);
        }

        var check = new byte[4];
        Big(check, 0, Adler(data));
        packed.Write(check, 0, 4);
        return packed.ToArray();
    }

    private static void Chunk(Stream file, string name, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        Big(chunk, 0, (uint)data.Length);
        Encoding.ASCII.GetBytes(name, 0, 4, chunk, 4);
        data.CopyTo(chunk, 8);
        var crc = uint.MaxValue;
        for (var i = 4; i < chunk.Length - 4; i++)
        {
            crc = CrcTable[(byte)(crc ^ chunk[i])] ^ (crc >> 8);
        }

        Big(chunk, chunk.Length - 4, ~crc);
        file.Write(chunk, 0, chunk.Length);
    }

    private static uint Adler(byte[] data)
    {
        uint sum = 1, sums = 0;
        foreach (var value in data)
        {
            sum = (sum + value) % 65521;
            sums = (sums + sum) % 65521;
        }

        return (sums << 16) | sum;
    }

    private static void Big(byte[] target, int at, uint value)
    {
        for (var i = 0; i < 4; i++)
        {
            target[at + i] = (byte)(value >> (24 - (8 * i)));
        }
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
