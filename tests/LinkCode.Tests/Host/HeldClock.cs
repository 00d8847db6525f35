namespace LinkCode.Tests.Host;

/// <summary>Real time that tests can push forward; timers keep real durations, so waits and servers go on working.</summary>
public sealed class HeldClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    public void Advance(TimeSpan span) => Interlocked.Add(ref ahead, span.Ticks);
}
