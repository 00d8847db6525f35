using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LinkCode.Server.Platform;

/// <summary>The headers every answer carries: no frames, no referrer, nothing from elsewhere, nothing inline but one script by its hash.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniffing = "nosniff";
    private static readonly StringValues HttpsOnly = "max-age=63072000; includeSubDomains";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        var isHttps = app.ApplicationServices.GetRequiredService<IOptions<SiteOptions>>().Value.IsHttps;
        app.Use((context, next) =>
        {
            Write(context.Response.Headers, isHttps);
            return next(context);
        });
    }

    /// <summary>Writes them all, for answers that are given before the others.</summary>
    public static void Write(IHeaderDictionary headers, bool isHttps)
    {
        headers.ContentSecurityPolicy = Policy;
        WriteForMachines(headers, isHttps);
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
    }

    /// <summary>The ones that mean something to programs too; for answers that are given before the others are written.</summary>
    public static void WriteForMachines(IHeaderDictionary headers, bool isHttps)
    {
        headers.XContentTypeOptions = NoSniffing;
        if (isHttps)
        {
            headers.StrictTransportSecurity = HttpsOnly;
        }
    }

    /// <summary>Lets one answer show others of this site in frames: the page of a letter, in Development.</summary>
    public static void AllowFrames(HttpContext context) => context.Response.Headers.ContentSecurityPolicy = Policy + "; frame-src 'self'";

    /// <summary>Makes an answer a letter in such a frame: letters have their style inline, and do nothing.</summary>
    public static void BeFramedLetter(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox";
        context.Response.Headers.XFrameOptions = "SAMEORIGIN";
    }

    /// <summary>Lets one answer carry a script of ours, named by its hash.</summary>
    public static void AllowScript(HttpContext context, string source) =>
        context.Response.Headers.ContentSecurityPolicy = Policy.Replace("script-src 'self'", "script-src 'self' " + source, StringComparison.Ordinal);

    /// <summary>Lets the forms of one answer end at another address: the consent page's, which redirects to the app that asked.</summary>
    public static void AllowFormsTo(HttpContext context, string origin) =>
        context.Response.Headers.ContentSecurityPolicy = Policy.Replace("form-action 'self'", "form-action 'self' " + origin, StringComparison.Ordinal);
}
