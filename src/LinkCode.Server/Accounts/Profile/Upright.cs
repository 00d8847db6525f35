using System.Buffers.Binary;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Which way up a photograph is held, the one tag of its Exif part (CIPA DC-008, §4.6.4) that is read and written again.</summary>
internal static class Upright
{
    private const ushort Tag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>A segment that holds this tag and nothing else; empty where the photograph is upright as it is, or does not say.</summary>
    public static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> tiff) => Turn(tiff) is { } turn and > 1 and <= 8
        ? (byte[])[0xff, 0xe1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, (byte)(Tag & 0xff), Tag >> 8, 3, 0, 1, 0, 0, 0, (byte)turn, 0, 0, 0, 0, 0, 0, 0]
        : [];

    private static ushort? Turn(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
        {
            return null;
        }

        var isLittle = tiff[0] == 'I';
        var start = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2)
        {
            return null;
        }

        var entries = tiff[((int)start + 2)..];
        for (var left = Short(tiff[(int)start..], isLittle); left > 0 && entries.Length >= EntryLength; left--, entries = entries[EntryLength..])
        {
            if (Short(entries, isLittle) == Tag)
            {
                return Short(entries[8..], isLittle);
            }
        }

        return null;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
