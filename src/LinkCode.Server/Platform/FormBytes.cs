using System.Buffers;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace LinkCode.Server.Platform;

/// <summary>Looks at a form's bytes before anybody decodes them, because decoding mends what has to be refused (N1).</summary>
internal static class FormBytes
{
    /// <summary>Whether the form has one length and is UTF-8, escaped or not. Nothing is consumed.</summary>
    public static async Task<bool> AreSoundAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.Features.Get<IFormFeature>()?.Form is not null
            || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            return true;
        }

        // A proxy in front may believe the one length while we believe the other; Kestrel keeps the one it ignored under this name.
        if (request.Headers.TransferEncoding.Count > 0 && (request.ContentLength is not null || request.Headers.ContainsKey("X-Content-Length")))
        {
            return false;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted || read.IsCanceled)
            {
                var isText = IsText(read.Buffer.ToArray());
                request.BodyReader.AdvanceTo(read.Buffer.Start);
                return isText;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsText(byte[] form)
    {
        var length = 0;
        for (var i = 0; i < form.Length; i++)
        {
            var isEscaped = form[i] == '%' && i + 2 < form.Length && char.IsAsciiHexDigit((char)form[i + 1]) && char.IsAsciiHexDigit((char)form[i + 2]);
            form[length++] = isEscaped ? Convert.FromHexString([(char)form[i + 1], (char)form[i + 2]])[0] : form[i];
            i += isEscaped ? 2 : 0;
        }

        return Utf8.IsValid(form.AsSpan(0, length));
    }
}
