using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Platform;

/// <summary>Spans of time as people say them.</summary>
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

    private static string Count(IStringLocalizer<Text> texts, string key, int count) => count == 1 ? texts[key] : texts[key + "s", count];
}
