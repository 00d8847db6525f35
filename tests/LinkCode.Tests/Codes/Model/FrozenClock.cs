namespace LinkCode.Tests.Codes.Model;

/// <summary>A clock that stands still until it is told the time, so that a model can say every moment exactly. Long timers never fire.</summary>
internal sealed class FrozenClock(DateTimeOffset now) : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > Longest ? Timeout.InfiniteTimeSpan : dueTime, period);
}
