using System.Globalization;

namespace LinkCode.Server.Codes;

/// <summary>Reads <c>Prefer: wait=N</c> (RFC 7240 §4.3).</summary>
internal static class Preference
{
    /// <summary>The value of <c>Preference-Applied</c> for a poll that was held.</summary>
    public static string Applied(TimeSpan wait) => string.Create(CultureInfo.InvariantCulture, $"wait={(int)wait.TotalSeconds}");

    /// <summary>The time a device wants to wait, cut to what is allowed; zero when it did not ask.</summary>
    public static TimeSpan Wait(IHeaderDictionary headers, PollLink poll)
    {
        var preferences = headers["Prefer"];
        if (preferences.Count == 0)
        {
            return TimeSpan.Zero;
        }

        foreach (var part in preferences.SelectMany(value => (value ?? "").Split([',', ';'])))
        {
            var pair = part.Split('=');
            if (pair.Length == 2
                && pair[0].Trim().Equals("wait", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(pair[1].Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return poll.Shorter(TimeSpan.FromSeconds(seconds));
            }
        }

        return TimeSpan.Zero;
    }
}
