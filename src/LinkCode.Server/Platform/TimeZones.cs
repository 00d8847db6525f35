namespace LinkCode.Server.Platform;

/// <summary>The time zone that pages and letters say times in. Like the language it belongs to the moment, so that nobody has to hand it on.</summary>
internal static class TimeZones
{
    public const int Longest = 64;

    private static readonly AsyncLocal<TimeZoneInfo?> OfTheMoment = new();

    // Reading them all takes a third of a second, which the one page that shows them may cost and the first review of a start may not.
    private static readonly Lazy<IReadOnlyList<string>> ToChooseFrom = new(() =>
    [
        .. TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Select(zone => zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var name) ? name : "")
            .Where(name => name.Contains('/', StringComparison.Ordinal) && !name.StartsWith("Etc/", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
    ]);

    /// <summary>The ones people can choose, by their names in the IANA database, without its old and its merely technical ones.</summary>
    public static IReadOnlyList<string> All => ToChooseFrom.Value;

    public static TimeZoneInfo Current
    {
        get => OfTheMoment.Value ?? TimeZoneInfo.Utc;
        set => OfTheMoment.Value = value;
    }

    /// <summary>The zone of this name; UTC for an empty one, and for one that this machine does not know (any more).</summary>
    public static TimeZoneInfo Find(string name) => name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>"UTC", or how far from it the zone of the moment was at a time, such as "UTC+05:45".</summary>
    public static string Distance(DateTimeOffset at)
    {
        var offset = Current.GetUtcOffset(at);
        return offset == TimeSpan.Zero ? "UTC" : $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
    }
}
