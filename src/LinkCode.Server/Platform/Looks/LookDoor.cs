using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LinkCode.Server.Platform.Looks;

/// <summary>Serves what the operator chose for the look, from our own origin and under its rules.</summary>
internal static class LookDoor
{
    public const string Colours = "/look/colours.css";
    public const string Stylesheet = "/look/style.css";
    public const string Logo = "/look/logo";

    public static void AddLook(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LookOptions>().BindConfiguration(LookOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LookOptions>, LookOptionsRules>();
        builder.Services.AddSingleton<Look>();
    }

    public static void MapLook(this WebApplication app)
    {
        var look = app.Services.GetRequiredService<Look>();
        foreach (var (path, file) in new[] { (Colours, look.Colours), (Stylesheet, look.Stylesheet), (Logo, look.Logo) })
        {
            if (file is not null)
            {
                app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpContext http) => Send(http, file)).AllowAnonymous().RequireRateLimiting(Limits.Cheap);
            }
        }
    }

    // Its address carries its version, so it may be kept for good; without one it is asked for again.
    private static FileContentHttpResult Send(HttpContext http, LookFile file)
    {
        // A session that ended just now may not be told with what everybody's caches keep.
        http.Response.Headers.Remove(HeaderNames.SetCookie);
        http.Response.Headers.CacheControl = http.Request.Query["v"] == file.Version ? "public, max-age=31536000, immutable" : "no-cache";
        if (!file.Type.StartsWith("text/css", StringComparison.Ordinal))
        {
            // Opened by itself, a picture is a document: it may paint and do nothing else.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        }

        return TypedResults.Bytes(file.Content, file.Type, entityTag: new EntityTagHeaderValue($"\"{file.Version}\""));
    }
}
