namespace LinkCode.Tests.Host;

/// <summary>Real time that tests can push forward; timers keep real durations, so waits and servers go on working.</summary>
/// <param name="longestTimer">Timers longer than this never fire: a server that nobody asks does nothing by itself.</param>
public sealed class HeldClock(TimeSpan? longestTimer = null) : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > longestTimer ? Timeout.InfiniteTimeSpan : dueTime, period);

    public void Advance(TimeSpan span) => Interlocked.Add(ref ahead, span.Ticks);

    /// <summary>Goes on to the beginning of a half minute, so that none ends on the way of a test that computes codes.</summary>
    public void AdvanceToHalfMinute() => Advance(TimeSpan.FromMilliseconds(30_100 - (GetUtcNow().ToUnixTimeMilliseconds() % 30_000)));
}
