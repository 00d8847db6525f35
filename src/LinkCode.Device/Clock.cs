using System.Diagnostics;

namespace LinkCode.Device;

/// <summary>The one seam to time: a monotonic clock for waiting, the wall clock only for what outlives the process.</summary>
internal sealed class Clock
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

#if NET
    private readonly TimeProvider provider;
    private readonly long start;

    public Clock(TimeProvider provider)
    {
        this.provider = provider;
        start = provider.GetTimestamp();
    }

    public TimeSpan Elapsed => provider.GetElapsedTime(start);

    public DateTimeOffset UtcNow => provider.GetUtcNow();

    private Task SleepAsync(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, provider, cancellation);
#else
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public TimeSpan Elapsed => watch.Elapsed;

#pragma warning disable RS0030, CA1822 // netstandard2.0 has no TimeProvider; this class is where the clock is read instead.
    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    private Task SleepAsync(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, cancellation);
#pragma warning restore RS0030, CA1822
#endif

    /// <summary>Waits at least this long: timers tick coarsely and may end some milliseconds early, which a strict server calls too fast.</summary>
    public async Task Delay(TimeSpan time, CancellationToken cancellation)
    {
        var until = Elapsed + time;
        for (var left = time; left > TimeSpan.Zero; left = until - Elapsed)
        {
            await SleepAsync(left < Tick ? Tick : left, cancellation).ConfigureAwait(false);
        }
    }
}
