using System.Buffers;
using System.IO.Pipelines;

namespace LinkCode.Server.Codes;

/// <summary>What the fast answers have in common: which requests are plain enough for them, and how their bytes are read.</summary>
internal static class PlainForm
{
    /// <summary>Whether a request is a short plain form of a public app: nothing in its head that the full endpoint would have to look at.</summary>
    public static bool Is(HttpRequest request, int longest)
    {
        var headers = request.Headers;
        return request.ContentLength is { } length && length > 0 && length <= longest
            && request.ContentType is "application/x-www-form-urlencoded" or "application/x-www-form-urlencoded;charset=UTF-8" or "application/x-www-form-urlencoded; charset=utf-8"
            && headers.Authorization.Count == 0
            && headers.ContentEncoding.Count == 0
            && headers.Origin.Count == 0
            && !request.QueryString.HasValue
            && !headers.ContainsKey("DPoP");
    }

    /// <summary>The whole form, when it came in one piece with the head, as it mostly does. Nothing is consumed.</summary>
    public static bool TryRead(HttpRequest request, out ReadOnlySequence<byte> form)
    {
        form = default;
        if (!request.BodyReader.TryRead(out var read))
        {
            return false;
        }

        if (read.Buffer.Length == request.ContentLength)
        {
            form = read.Buffer;
            return true;
        }

        request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return false;
    }

    /// <summary>Waits for the whole form. Null when less came than was announced, or more; the full endpoint meets the same and says so.</summary>
    public static async Task<ReadOnlySequence<byte>?> ReadAsync(HttpContext context)
    {
        var (reader, length) = (context.Request.BodyReader, context.Request.ContentLength!.Value);
        ReadResult read;
        try
        {
            read = await reader.ReadAtLeastAsync((int)length, context.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            return null;
        }

        if (read.Buffer.Length == length)
        {
            return read.Buffer;
        }

        reader.AdvanceTo(read.Buffer.Start);
        return null;
    }
}
