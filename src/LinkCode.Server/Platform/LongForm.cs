namespace LinkCode.Server.Platform;

/// <summary>
/// An address whose form may be longer than others, named by the room it belongs to. Nothing of it is read before its page knows who
/// sends it; the page looks at the form itself. Whatever is longer than the page takes is thrown away up to <paramref name="Most"/>,
/// so that a browser that is still sending hears why.
/// </summary>
internal sealed record LongForm(string Path, long Most)
{
    public bool Is(HttpRequest request) => HttpMethods.IsPost(request.Method)
        && request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase)
        && request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;
}
