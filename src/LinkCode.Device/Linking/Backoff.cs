using System.Security.Cryptography;

namespace LinkCode.Device;

/// <summary>How long to wait after trouble: doubling, at most a minute, spread so that a thousand devices do not come back at once.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    /// <param name="interval">The usual time between requests; the answer is never shorter.</param>
    /// <param name="troubles">How many times in a row it failed, from 1.</param>
    /// <param name="asked">What the server asked for (Retry-After), if it did.</param>
    public static TimeSpan After(TimeSpan interval, int troubles, TimeSpan? asked)
    {
        var doubled = Math.Min(interval.TotalSeconds * Math.Pow(2, Math.Min(troubles, 16)), Math.Max(Longest.TotalSeconds, interval.TotalSeconds));
        var spread = TimeSpan.FromSeconds(doubled * (0.5 + (0.5 * Fraction())));
        var least = asked > LongestAsked ? LongestAsked : asked ?? TimeSpan.Zero;
        return Max(Max(spread, interval), least);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static double Fraction() => BitConverter.ToUInt16(RandomNumberGenerator.GetBytes(2), 0) / (double)ushort.MaxValue;
}
