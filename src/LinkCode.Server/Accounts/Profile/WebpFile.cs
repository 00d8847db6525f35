using System.Buffers.Binary;
using System.Text;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Reads a WebP file that holds one picture (RFC 9649): a RIFF head, then chunks, each with its name and length first.</summary>
internal static class WebpFile
{
    private const int Head = 12;

    // The head's length counts what comes after it, the word WEBP included.
    private const int Least = 4;

    public static DrawnPicture? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Head || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WEBP"u8))
        {
            return null;
        }

        var announced = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (announced < Least || announced > file.Length - 8)
        {
            return null;
        }

        // Whatever stands behind the end that the head names is not looked at, and not kept.
        var rest = file[Head..(int)(announced + 8)];
        var drawn = new MemoryStream(file.Length);
        drawn.Write(file[..Head]);
        var (canvas, size) = ((Width: 0, Height: 0), (Width: 0, Height: 0));
        while (rest.Length >= 8)
        {
            var (name, length) = (Encoding.ASCII.GetString(rest[..4]), BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]));
            if (length > rest.Length - 8)
            {
                return null;
            }

            // A chunk of odd length is followed by one more byte.
            var chunk = rest[..(int)Math.Min(rest.Length, 8 + length + (length % 2))];
            var content = chunk[8..];
            rest = rest[chunk.Length..];
            switch (name)
            {
                case "VP8X" when length == 10 && size == default:
                    canvas = (Three(content[4..]) + 1, Three(content[7..]) + 1);

                    // It announces what is left out of the rest: places, names, and whether anything moves.
                    drawn.Write(chunk[..8]);
                    drawn.Write([(byte)(content[0] & 0b0011_0000), .. content[1..]]);
                    break;
                case "VP8 " when length > 10 && size == default && content[3..].StartsWith<byte>([0x9d, 0x01, 0x2a]):
                    size = (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3fff, BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3fff);
                    drawn.Write(chunk);
                    break;
                case "VP8L" when length > 5 && size == default && content[0] == 0x2f:
                    var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
                    size = ((int)(bits & 0x3fff) + 1, (int)((bits >> 14) & 0x3fff) + 1);
                    drawn.Write(chunk);
                    break;
                case "ICCP" or "ALPH":
                    drawn.Write(chunk);
                    break;
            }
        }

        if (size == default || (canvas != default && canvas != size))
        {
            return null;
        }

        var whole = drawn.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(4), (uint)whole.Length - 8);
        return new DrawnPicture(size.Width, size.Height, whole);
    }

    private static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
