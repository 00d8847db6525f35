using System.Globalization;

namespace LinkCode.Device;

/// <summary>The members of an answer, whether it came as JSON or, as some servers do, form-encoded.</summary>
internal sealed class Fields
{
    // The end of the year 9999, where the platform's calendar ends.
    private const long LastMoment = 253_402_300_800;
    private readonly Dictionary<string, string> members;

    private Fields(Dictionary<string, string> members) => this.members = members;

    public static Fields? Read(string body)
    {
        var members = body.TrimStart().StartsWith("{", StringComparison.Ordinal) ? Json.Read(body) : Form.Read(body);
        return members is null ? null : new Fields(members);
    }

    /// <summary>The member, or null if it is absent or empty.</summary>
    public string? this[string name] => members.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>A number of seconds, also when written as text or with a fraction; null if absent, negative or no number.</summary>
    public TimeSpan? Seconds(string name) =>
        double.TryParse(this[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>A moment that this library wrote down, in seconds since 1970; 1970 itself if there is none.</summary>
    public DateTimeOffset Moment(string name) =>
        long.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < LastMoment
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.FromUnixTimeSeconds(0);
}
