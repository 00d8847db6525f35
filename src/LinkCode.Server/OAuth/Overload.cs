using System.Globalization;

namespace LinkCode.Server.OAuth;

/// <summary>Marks an answer as "too many", for the status code and the header that go with it.</summary>
internal static class Overload
{
    private const string Key = "linkcode:overload";

    public static void Say(HttpContext http, TimeSpan retryAfter)
    {
        http.Items[Key] = true;
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    public static bool WasSaid(HttpContext http) => http.Items.ContainsKey(Key);
}
