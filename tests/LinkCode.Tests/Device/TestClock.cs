namespace LinkCode.Tests.Device;

/// <summary>
/// The library's clock in these tests. Without <paramref name="times"/>, time passes only by being waited for, and then at once: exact on the slowest machine.
/// With it, minutes pass in seconds: real waiting, real order, less of it.
/// </summary>
internal sealed class TestClock(double times = 0) : TimeProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(3);

    private readonly long begun = System.GetTimestamp();
    private readonly DateTimeOffset began = System.GetUtcNow();
    private long jumped;

    public TimeSpan Elapsed => GetElapsedTime(0);

    public override long GetTimestamp() => (long)((System.GetTimestamp() - begun) * times) + Volatile.Read(ref jumped);

    /// <summary>Lets time pass at once. Timers that run already do not notice.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref jumped, (long)Math.Ceiling(time.TotalSeconds * System.TimestampFrequency));

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => began + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (times > 0)
        {
            return System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));
        }

        if (dueTime > TimeSpan.Zero)
        {
            // Somewhat early, as the timers of real machines end.
            Jump(dueTime > Early * 4 ? dueTime - Early : dueTime);
            dueTime = TimeSpan.Zero;
        }

        return System.CreateTimer(callback, state, dueTime, period);
    }

    // Rounded up to whole milliseconds: a timer that fires early would be a fault of the test, not of the library.
    private TimeSpan Shorter(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / times) + 1);
}
