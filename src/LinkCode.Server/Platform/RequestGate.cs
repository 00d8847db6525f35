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
    private static readonly (int Status, string Description) TooLong = (StatusCodes.Status413PayloadTooLarge, "The request is too long.");

    public static void UseRequestGate(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<IOptions<SiteOptions>>().Value.IsHttps)
        {
            app.Use(RefusePlainHttpAsync);
        }

        var longForms = app.ApplicationServices.GetServices<LongForm>().ToArray();
        app.Use((context, next) => RefuseSenselessAsync(context, Array.Find(longForms, form => form.Is(context.Request)), next));
    }

    // A redirect would come too late for what was sent in the clear, and would go in circles behind a proxy nobody named.
    private static async Task RefusePlainHttpAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.IsHttps || context.Request.Path.StartsWithSegments(Health.HealthDoor.Path, StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsync("This server answers over https only. A proxy in front of it must be named in LinkCode:TrustedProxies and must send X-Forwarded-Proto.\n");
    }

    private static async Task RefuseSenselessAsync(HttpContext context, LongForm? longForm, RequestDelegate next)
    {
        var longest = longForm?.Most ?? LongestBody;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // A room that was asked before may have set less for its own addresses.
            size.MaxRequestBodySize = longest = longForm is null ? Math.Min(size.MaxRequestBodySize ?? longest, longest) : longest;
        }

        if (await ProblemAsync(context, longest, isReadLater: longForm is not null) is var (status, description) && status > 0)
        {
            context.Response.StatusCode = status;
            context.Response.Headers.CacheControl = "no-store";
            var site = context.RequestServices.GetRequiredService<IOptions<SiteOptions>>().Value;
            await context.Response.WriteAsJsonAsync(new Dictionary<string, string>
            {
                ["error"] = "invalid_request",
                ["error_description"] = description,
                ["error_uri"] = site.Link("errors/invalid_request"),
            });
            return;
        }

        await next(context);
    }

    private static async Task<(int Status, string Description)> ProblemAsync(HttpContext context, long longest, bool isReadLater)
    {
        var request = context.Request;
        if (HasNul(request.Path.Value) || request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
        {
            return (StatusCodes.Status400BadRequest, "The address holds a character that no address of ours has.");
        }

        if (request.ContentLength > longest)
        {
            return TooLong;
        }

        // Those behind us look only at how the type begins, and stumble when the rest of it cannot be read.
        var claimsForm = request.HasFormContentType || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        if (claimsForm && !(request.HasFormContentType && HasUtf8(request.ContentType)))
        {
            return (StatusCodes.Status415UnsupportedMediaType, "Send a form in UTF-8.");
        }

        try
        {
            return !claimsForm || isReadLater || await CanReadFormAsync(context) ? default : (StatusCodes.Status400BadRequest, "The form cannot be read.");
        }
        catch (BadHttpRequestException error) when (IsTooLong(error))
        {
            return TooLong;
        }
    }

    /// <summary>Whether the form can be read, names every field once and holds no NUL. A form that was read once stays read for everybody after.</summary>
    public static async Task<bool> CanReadFormAsync(HttpContext context)
    {
        try
        {
            if (!await FormBytes.AreSoundAsync(context))
            {
                return false;
            }

            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form.All(field => field.Value.Count == 1 && !HasNul(field.Key) && !HasNul(field.Value));
        }
        catch (Exception error) when (!IsTooLong(error) && error is (InvalidDataException or IOException or DecoderFallbackException or NotSupportedException))
        {
            return false;
        }
    }

    // A body in pieces says how long it is only while it is read.
    private static bool IsTooLong(Exception error) => error is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge };

    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;

    private static bool HasUtf8(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.Charset.Length == 0 || type.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
