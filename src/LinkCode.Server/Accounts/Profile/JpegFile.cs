using System.Buffers.Binary;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Reads a JPEG file (ITU-T T.81, annex B): segments, each with a marker and its length, and between them the pixels.</summary>
internal static class JpegFile
{
    private const byte Begin = 0xd8, End = 0xd9, Scan = 0xda, FirstApp = 0xe0, LastApp = 0xef, Comment = 0xfe;

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith<byte>([0xff, Begin, 0xff]);

    public static DrawnPicture? Read(ReadOnlySpan<byte> file)
    {
        var rest = file[2..];
        var drawn = new MemoryStream(file.Length);
        drawn.Write([0xff, Begin]);
        var (width, height, hasPixels) = (0, 0, false);
        while (rest.Length >= 4 && rest[0] == 0xff)
        {
            var marker = rest[1];
            if (marker == 0xff)
            {
                rest = rest[1..];
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (marker is < 0xc0 or >= 0xd0 and <= End || length < 2 || length > rest.Length - 2)
            {
                return null;
            }

            var segment = rest[..(length + 2)];
            rest = rest[segment.Length..];
            if (IsFrame(marker))
            {
                // A second frame could say another size than the one that was looked at.
                if (width > 0 || length < 8)
                {
                    return null;
                }

                (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[5..]), BinaryPrimitives.ReadUInt16BigEndian(segment[7..]));
            }

            drawn.Write(Kept(marker, segment));
            if (marker == Scan)
            {
                var pixels = UntilMarker(rest);
                drawn.Write(rest[..pixels]);
                rest = rest[pixels..];
                hasPixels |= pixels > 0;
            }

            // Whatever stands behind the end is not looked at, and not kept.
            if (rest.StartsWith<byte>([0xff, End]))
            {
                drawn.Write([0xff, End]);
                return hasPixels && width > 0 ? new DrawnPicture(width, height, drawn.ToArray()) : null;
            }
        }

        return null;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    private static ReadOnlySpan<byte> Kept(byte marker, ReadOnlySpan<byte> segment)
    {
        var content = segment[4..];
        return marker switch
        {
            // Of what cameras write, which way is up is the one thing that belongs to the picture.
            0xe1 when content.StartsWith("Exif\0\0"u8) => Upright.Segment(content[6..]),

            // Colours are meant as the profile says, or as the program that wrote it marks them.
            0xe2 when content.StartsWith("ICC_PROFILE\0"u8) => segment,
            0xee when content.StartsWith("Adobe"u8) => segment,
            >= FirstApp and <= LastApp or Comment => [],
            _ => segment,
        };
    }

    // Inside the pixels, ff is followed by 0 or by the mark of a restart.
    private static int UntilMarker(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at + 1 < bytes.Length && !(bytes[at] == 0xff && bytes[at + 1] is not (0 or >= 0xd0 and <= 0xd7)))
        {
            at++;
        }

        return at;
    }
}
