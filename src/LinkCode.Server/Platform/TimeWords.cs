using System.Globalization;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Platform;

/// <summary>Times as people say them, with the exact one for screen readers and for whoever points at it.</summary>
internal static class TimeWords
{
    /// <summary>How long ago something was; a date when that is more than a week.</summary>
    public static IHtmlContent Ago(this IStringLocalizer<Text> texts, DateTimeOffset at, DateTimeOffset now)
    {
        var time = new TagBuilder("time");
        time.Attributes["datetime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        time.Attributes["title"] = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        time.InnerHtml.Append(Say(texts, at.ToUniversalTime(), now.ToUniversalTime()));
        return time;
    }

    /// <summary>A span of time, rounded up.</summary>
    public static string Wait(this IStringLocalizer<Text> texts, TimeSpan time)
    {
        var (seconds, minutes) = ((int)Math.Ceiling(time.TotalSeconds), (int)Math.Ceiling(time.TotalMinutes));
        return seconds == 1 ? texts["wait.second"] : seconds < 60 ? texts["wait.seconds", seconds] : minutes == 1 ? texts["wait.minute"] : texts["wait.minutes", minutes];
    }

    private static string Say(IStringLocalizer<Text> texts, DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalMinutes: < 1 } => texts["time.now"],
        { TotalMinutes: < 2 } => texts["time.minute"],
        { TotalHours: < 1 } ago => texts["time.minutes", (int)ago.TotalMinutes],
        { TotalHours: < 2 } => texts["time.hour"],
        { TotalDays: < 1 } ago => texts["time.hours", (int)ago.TotalHours],
        { TotalDays: < 2 } => texts["time.day"],
        { TotalDays: < 7 } ago => texts["time.days", (int)ago.TotalDays],
        _ => at.ToString(at.Year == now.Year ? "M" : "Y", CultureInfo.CurrentUICulture),
    };
}
