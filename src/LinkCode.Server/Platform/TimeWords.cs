using System.Globalization;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Platform;

/// <summary>Times and spans of time as people say them.</summary>
internal static class TimeWords
{
    /// <summary>"just now", "40 seconds ago", "2 hours ago".</summary>
    public static string Ago(this IStringLocalizer<Text> texts, TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => texts["ago.now"],
        { TotalSeconds: < 60 } => texts["ago.seconds", (int)time.TotalSeconds],
        { TotalMinutes: < 60 } => Count(texts, "ago.minute", (int)time.TotalMinutes),
        { TotalHours: < 24 } => Count(texts, "ago.hour", (int)time.TotalHours),
        _ => Count(texts, "ago.day", (int)time.TotalDays),
    };

    /// <summary>How long ago something was, or its date when that is more than a week.</summary>
    public static IHtmlContent When(this IStringLocalizer<Text> texts, DateTimeOffset at, DateTimeOffset now) => Inline.Time(at, now - at < TimeSpan.FromDays(7)
        ? texts.Ago(now - at)
        : at.UtcDateTime.ToString(at.UtcDateTime.Year == now.UtcDateTime.Year ? "M" : "Y", CultureInfo.CurrentCulture).Replace(' ', '\u00A0'));

    /// <summary>A span of time to wait, rounded up: "20 seconds", "2 minutes".</summary>
    public static string Wait(this IStringLocalizer<Text> texts, TimeSpan time)
    {
        var (seconds, minutes) = ((int)Math.Ceiling(time.TotalSeconds), (int)Math.Ceiling(time.TotalMinutes));
        return seconds == 1 ? texts["wait.second"] : seconds < 60 ? texts["wait.seconds", seconds] : minutes == 1 ? texts["wait.minute"] : texts["wait.minutes", minutes];
    }

    private static string Count(IStringLocalizer<Text> texts, string key, int count) => count == 1 ? texts[key] : texts[key + "s", count];
}
