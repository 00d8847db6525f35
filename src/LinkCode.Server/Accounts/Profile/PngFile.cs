using System.Buffers.Binary;
using System.Text;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Reads a PNG file (W3C, PNG third edition, §5): a signature, then chunks, each with its length first and a checksum last.</summary>
internal static class PngFile
{
    private const int Around = 12;
    private static readonly string[] Draws = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP"];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static DrawnPicture? Read(ReadOnlySpan<byte> file)
    {
        var rest = file[Signature.Length..];
        var drawn = new MemoryStream(file.Length);
        drawn.Write(Signature);
        var (width, height, hasPixels) = (0, 0, false);
        while (rest.Length >= Around)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - Around)
            {
                return null;
            }

            var chunk = rest[..((int)length + Around)];
            var name = Encoding.ASCII.GetString(chunk[4..8]);
            rest = rest[chunk.Length..];
            if (drawn.Length == Signature.Length)
            {
                // The first has to be the one that says how large the picture is.
                if (name != "IHDR" || length != 13)
                {
                    return null;
                }

                (width, height) = (Side(chunk[8..]), Side(chunk[12..]));
            }

            hasPixels |= name == "IDAT";
            if (Draws.Contains(name))
            {
                drawn.Write(chunk);
            }

            if (name == "IEND")
            {
                return hasPixels ? new DrawnPicture(width, height, drawn.ToArray()) : null;
            }
        }

        return null;
    }

    private static int Side(ReadOnlySpan<byte> bytes) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes), int.MaxValue);
}
