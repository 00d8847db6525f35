namespace LinkCode.Tests.Device;

/// <summary>A clock on which minutes pass in seconds: real waiting, real order, less of it.</summary>
internal sealed class HurriedClock(double times) : TimeProvider
{
    private readonly long begun = System.GetTimestamp();
    private readonly DateTimeOffset began = System.GetUtcNow();
    private long jumped;

    public TimeSpan Elapsed => GetElapsedTime(0);

    public override long GetTimestamp() => (long)((System.GetTimestamp() - begun) * times) + Volatile.Read(ref jumped);

    /// <summary>Lets time pass at once. Timers that run already do not notice.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref jumped, (long)(time.TotalSeconds * System.TimestampFrequency));

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => began + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    // Rounded up to whole milliseconds: a timer that fires early would be a fault of the test, not of the library.
    private TimeSpan Shorter(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / times) + 1);
}
