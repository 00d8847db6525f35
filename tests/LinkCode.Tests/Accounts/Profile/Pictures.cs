using System.Buffers.Binary;
using System.Text;

namespace LinkCode.Tests.Accounts.Profile;

/// <summary>Small pictures as a browser drew them, sixteen by eight pixels, and what programs and cameras hide in such files.</summary>
internal static class Pictures
{
    /// <summary>Stands for a place, the name of a camera, or anything else nobody should learn from a picture.</summary>
    public const string Secret = "47.3769 N 8.5417 E, taken with a camera";

    public static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAYAAADwdn+XAAAA80lEQVR4AYxQPWqCQRTcPPl2yQWSIk0gpEqRNAmEBC0sRFEsFLERRLGwUWzsPIAX8ACewAN4Ae/07TfO2/XDHwQtlvdmZ+a92ZXHnwGe/3p4K3bxVW7hv9JArV5Fp1nGsF3CtPuLRe8by/4nVqMPrMfv2ExesZ29YDd/gjjJTPLgjStkxgrrVZweeFZqot4HvQQTzYmQZD1ifzBphUlojEuycJ9jiZcUcbO9SHIPliBSM08YpkPY50ki70PcyDPpCS+2kJOx2pNn6JBbWCynOTVxs/Zquo5Tpsh4fPgDTaZ6cfwcBcHE3nHgEafmHNN8xnuzBwAA//8iTGZBAAAABklEQVQDALTNkk32H2IFAAAAAElFTkSuQmCC");

    public static byte[] Jpeg { get; } = Convert.FromBase64String("/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAWEAEBAQAAAAAAAAAAAAAAAAAAAgP/xAAVAQEBAAAAAAAAAAAAAAAAAAADBP/EABYRAQEBAAAAAAAAAAAAAAAAAAEAA//aAAwDAQACEQMRAD8AgxhbjAJt1nxC/9k=");

    public static byte[] Webp { get; } = Convert.FromBase64String("UklGRhwCAABXRUJQVlA4WAoAAAAgAAAADwAABwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggLgAAANABAJ0BKhAACAAEAGglqAJ0ANGmZBDoAP7lni8IDAYl/bNqRKbRdW/pCckNAAA=");

    private static byte[] Hidden => Encoding.ASCII.GetBytes(Secret);

    /// <summary>With a comment before the pixels, and something behind the end.</summary>
    public static byte[] PngWithSecret()
    {
        var comment = new byte[12 + Hidden.Length];
        BinaryPrimitives.WriteInt32BigEndian(comment, Hidden.Length);
        "tEXt"u8.CopyTo(comment.AsSpan(4));
        Hidden.CopyTo(comment, 8);
        return [.. Png[..33], .. comment, .. Png[33..], .. Hidden];
    }

    /// <summary>As a telephone writes it that is held upright: turned, with the place, and with a second picture behind the end.</summary>
    public static byte[] JpegWithSecret(byte turn = 6)
    {
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 2, 0x01, 0x0f, 0, 2, 0, 0, 0, 4, 0, 0, 0, 0, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0, .. Hidden];
        return [.. Jpeg[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, 0xff, 0xfe, 0, (byte)(Hidden.Length + 2), .. Hidden, .. Jpeg[2..], .. Hidden];
    }

    /// <summary>With an Exif chunk that its head announces, and something behind the end.</summary>
    public static byte[] WebpWithSecret()
    {
        var length = Hidden.Length + (Hidden.Length % 2);
        byte[] picture = [.. Webp, .. "EXIF"u8, (byte)Hidden.Length, 0, 0, 0, .. Hidden, .. new byte[length - Hidden.Length]];
        picture[20] |= 0b0000_1000;
        BinaryPrimitives.WriteInt32LittleEndian(picture.AsSpan(4), picture.Length - 8);
        return [.. picture, .. Hidden];
    }

    /// <summary>A PNG that says it is so large.</summary>
    public static byte[] PngOf(int width, int height)
    {
        var picture = Png.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(20), height);
        return picture;
    }

    /// <summary>A JPEG that says it is so large.</summary>
    public static byte[] JpegOf(int width, int height)
    {
        var picture = Jpeg.ToArray();
        var frame = picture.AsSpan().IndexOf<byte>([0xff, 0xc0]);
        BinaryPrimitives.WriteInt16BigEndian(picture.AsSpan(frame + 5), (short)height);
        BinaryPrimitives.WriteInt16BigEndian(picture.AsSpan(frame + 7), (short)width);
        return picture;
    }
}
