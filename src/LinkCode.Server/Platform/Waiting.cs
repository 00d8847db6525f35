using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LinkCode.Server.Platform;

/// <summary>How an answer says that somebody has to wait, and for how long (RFC 9110 §10.2.3).</summary>
internal static class Waiting
{
    /// <summary>Writes <c>Retry-After</c>, in whole seconds and never too few.</summary>
    public static void RetryAfter(this HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>The page itself, as a 429.</summary>
    public static PageResult TooMany(this PageModel page, TimeSpan wait)
    {
        page.Response.RetryAfter(wait);
        return new PageResult { StatusCode = StatusCodes.Status429TooManyRequests };
    }
}
