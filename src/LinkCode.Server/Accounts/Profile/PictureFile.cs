namespace LinkCode.Server.Accounts.Profile;

/// <summary>
/// A picture that was sent, by what it holds and not by what it is called: PNG, JPEG or WebP, whole, of a sensible size. It is written anew
/// from the parts that draw it, so that places, names of cameras and whatever else was hidden in it or behind it do not stay.
/// </summary>
internal sealed record PictureFile(string Type, byte[] Content)
{
    /// <summary>Two megabytes, or what a telephone makes of a face.</summary>
    public const int LongestFile = 2 * 1024 * 1024;

    /// <summary>The most pixels on either side: a few bytes can claim to be a picture that fills a browser's memory.</summary>
    public const int MostPixels = 4096;

    public const string Field = "picture";

    public static PictureFile? Read(ReadOnlySpan<byte> file, out Problem? problem)
    {
        problem = null;
        if (file.Length == 0)
        {
            problem = new Problem(Field, "problem.picture.missing");
            return null;
        }

        var (type, drawn) = PngFile.Is(file) ? ("image/png", PngFile.Read(file)) : JpegFile.Is(file) ? ("image/jpeg", JpegFile.Read(file)) : ("image/webp", WebpFile.Read(file));
        problem = file.Length > LongestFile ? new Problem(Field, "problem.picture.long", LongestFile / 1024 / 1024)
            : drawn is null ? new Problem(Field, "problem.picture.unknown")
            : drawn is { Width: 0 } or { Height: 0 } or { Width: > MostPixels } or { Height: > MostPixels } ? new Problem(Field, "problem.picture.large", MostPixels)
            : null;
        return problem is null ? new PictureFile(type, drawn!.Content) : null;
    }
}

/// <summary>The parts of a picture that draw it, and how large it says it is. Without them a file is none, or not whole.</summary>
internal sealed record DrawnPicture(int Width, int Height, byte[] Content);
