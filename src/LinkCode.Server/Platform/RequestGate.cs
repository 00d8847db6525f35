using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LinkCode.Server.Platform;

/// <summary>Turns away what no page or endpoint could make sense of, before anything reads it.</summary>
internal static class RequestGate
{
    // Forms here are short: a code, a password, a token. 16 kB leaves room for a long return address.
    private const long LongestBody = 16 * 1024;

    public static void UseRequestGate(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<IOptions<SiteOptions>>().Value.IsHttps)
        {
            app.Use(RefusePlainHttpAsync);
        }

        app.Use(RefuseSenselessAsync);
    }

    // A redirect would come too late for what was sent in the clear, and would go in circles behind a proxy nobody named.
    private static async Task RefusePlainHttpAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.IsHttps)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsync("This server answers over https only. A proxy in front of it must be named in LinkCode:TrustedProxies and must send X-Forwarded-Proto.\n");
    }

    private static async Task RefuseSenselessAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (HasNul(request.Path.Value) || request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LongestBody;
        }

        if (request.ContentLength > LongestBody)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (request.HasFormContentType && !HasUtf8(request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        await next(context);
    }

    /// <summary>Whether the form can be read and holds no NUL. A form that was read once stays read for everybody after.</summary>
    public static async Task<bool> CanReadFormAsync(HttpContext context)
    {
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form.All(field => !HasNul(field.Key) && field.Value.All(value => !HasNul(value)));
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;

    private static bool HasUtf8(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.Charset.Length == 0 || type.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
