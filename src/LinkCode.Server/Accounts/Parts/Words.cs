using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Parts;

/// <summary>Spans of time as people say them.</summary>
internal static class Words
{
    public static string Wait(this IStringLocalizer<Text> texts, TimeSpan time)
    {
        var (seconds, minutes) = ((int)Math.Ceiling(time.TotalSeconds), (int)Math.Ceiling(time.TotalMinutes));
        return seconds == 1 ? texts["wait.second"] : seconds < 60 ? texts["wait.seconds", seconds] : minutes == 1 ? texts["wait.minute"] : texts["wait.minutes", minutes];
    }
}
