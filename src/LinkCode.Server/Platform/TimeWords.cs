using System.Globalization;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Platform;

/// <summary>Times as people say them.</summary>
internal static class TimeWords
{
    /// <summary>"40 seconds ago", with the exact time for screen readers and for whoever points at it; a date when it is more than a week ago.</summary>
    public static IHtmlContent Ago(this IStringLocalizer<Text> texts, DateTimeOffset at, DateTimeOffset now)
    {
        var utc = at.ToUniversalTime();
        var local = TimeZoneInfo.ConvertTime(at, TimeZones.Current);
        var time = new TagBuilder("time");
        time.Attributes["datetime"] = utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        time.Attributes["title"] = $"{local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} {TimeZones.Distance(at)}";
        time.InnerHtml.Append(now - at < TimeSpan.FromDays(7) ? texts.Ago(now - at) : local.ToString(local.Year == TimeZoneInfo.ConvertTime(now, TimeZones.Current).Year ? "M" : "Y", CultureInfo.CurrentCulture));
        return time;
    }

    /// <summary>A moment in full, in the time zone of whoever reads it.</summary>
    public static string InFull(DateTimeOffset at) => $"{TimeZoneInfo.ConvertTime(at, TimeZones.Current).ToString("f", CultureInfo.CurrentCulture)} {TimeZones.Distance(at)}";

    /// <summary>"just now", "40 seconds ago", "2 hours ago".</summary>
    public static string Ago(this IStringLocalizer<Text> texts, TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => texts["ago.now"],
        { TotalSeconds: < 60 } => texts["ago.seconds", (int)time.TotalSeconds],
        { TotalMinutes: < 60 } => Count(texts, "ago.minute", (int)time.TotalMinutes),
        { TotalHours: < 24 } => Count(texts, "ago.hour", (int)time.TotalHours),
        _ => Count(texts, "ago.day", (int)time.TotalDays),
    };

    /// <summary>"6 minutes", rounded up: a time to wait or a time left.</summary>
    public static string For(this IStringLocalizer<Text> texts, TimeSpan time)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
        return seconds < 60 ? Count(texts, "for.second", seconds) : Count(texts, "for.minute", (int)Math.Ceiling(seconds / 60d));
    }

    private static string Count(IStringLocalizer<Text> texts, string key, int count) => count == 1 ? texts[key] : texts[key + "s", count];
}
