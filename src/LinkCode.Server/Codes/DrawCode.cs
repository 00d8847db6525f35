using System.Text;
using LinkCode.Device;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>The QR picture of a code's complete address. Any well-formed code is drawn without looking it up, so it tells nobody what is live (X7).</summary>
internal static class DrawCode
{
    private const int Smallest = 60;
    private const int Largest = 2000;
    private const int Usual = 300;

    public static IResult Run(HttpContext http, IOptions<SiteOptions> site, string? code, string? format, int size = Usual)
    {
        if (!UserCode.TryRead(code, out var read))
        {
            return Refuse("The code is not well-formed.");
        }

        if (size is < Smallest or > Largest)
        {
            return Refuse($"The size is {Smallest} to {Largest} pixels.");
        }

        http.Response.Headers.CacheControl = "no-store";
        var picture = QrCode.Encode(site.Value.Link("link?user_code=" + Uri.EscapeDataString(read.Grouped)));
        return format switch
        {
            null or "svg" => Results.Text(picture.ToSvg().Replace("<svg ", $"<svg width=\"{size}\" height=\"{size}\" ", StringComparison.Ordinal), "image/svg+xml", Encoding.UTF8),
            "png" => Results.Bytes(picture.ToPng(Math.Max(1, size / (picture.Size + (2 * QrCode.StandardQuietZone)))), "image/png"),
            "text" => Results.Text(picture.ToTerminalText(), "text/plain", Encoding.UTF8),
            _ => Refuse("The format is svg, png or text."),
        };
    }

    private static IResult Refuse(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
