using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform;

/// <summary>Gives problem details (RFC 9457) the address of the page that explains them.</summary>
internal static class ProblemTypes
{
    /// <summary>The word of each status; each has a page under docs/errors.</summary>
    public static readonly IReadOnlyDictionary<int, string> Words = new Dictionary<int, string>
    {
        [StatusCodes.Status400BadRequest] = "bad_request",
        [StatusCodes.Status401Unauthorized] = "invalid_token",
        [StatusCodes.Status403Forbidden] = "forbidden",
        [StatusCodes.Status404NotFound] = "not_found",
        [StatusCodes.Status405MethodNotAllowed] = "method_not_allowed",
        [StatusCodes.Status413PayloadTooLarge] = "too_long",
        [StatusCodes.Status415UnsupportedMediaType] = "unsupported_media_type",
        [StatusCodes.Status429TooManyRequests] = "too_many_requests",
        [StatusCodes.Status500InternalServerError] = "server_error",
        [StatusCodes.Status503ServiceUnavailable] = "temporarily_unavailable",
    };

    public static void Add(IServiceCollection services) => services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
    {
        if (Words.TryGetValue(context.ProblemDetails.Status ?? 0, out var word))
        {
            var site = context.HttpContext.RequestServices.GetRequiredService<IOptions<SiteOptions>>().Value;
            context.ProblemDetails.Type = site.Link("errors/" + word);
        }

        // The number by which the operator finds this request in the log.
        context.ProblemDetails.Extensions["requestId"] = context.HttpContext.TraceIdentifier;
        context.ProblemDetails.Extensions.Remove("traceId");
    });
}
