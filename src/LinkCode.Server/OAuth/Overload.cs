using LinkCode.Server.Platform;

namespace LinkCode.Server.OAuth;

/// <summary>Marks an answer as "too many" or "not now", for the status code and the header that go with it.</summary>
internal static class Overload
{
    private const string Key = "linkcode:overload";

    public static void Say(HttpContext http, TimeSpan retryAfter, int status = StatusCodes.Status429TooManyRequests)
    {
        http.Items[Key] = status;
        http.Response.RetryAfter(retryAfter);
    }

    /// <summary>The status that was said, or null.</summary>
    public static int? Said(HttpContext http) => http.Items[Key] as int?;
}
