using System.Diagnostics;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Load;

/// <summary>What one round found.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="P50">The median in milliseconds.</param>
/// <param name="P99">The 99th percentile in milliseconds.</param>
/// <param name="Right">The share of answers that said what they had to say.</param>
/// <param name="Busy">The share of the time that the server's process was computing; near 1 when the server, not the load, is the limit.</param>
/// <param name="Others">The share of the server core's time that other processes took; a round with much of it says little.</param>
internal sealed record LoadResult(double PerSecond, double P50, double P99, double Right, double Busy, double Others);

/// <summary>Who computed on the server core since this was made.</summary>
internal sealed class CoreWatch(Subject subject)
{
    private readonly TimeSpan computed = subject.Computed;
    private readonly TimeSpan? taken = Cores.TakenOfServerCore();
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>The result of a round over this time.</summary>
    public LoadResult Result(Times times, int right)
    {
        var took = watch.Elapsed;
        var own = subject.Computed - computed;
        var others = Cores.TakenOfServerCore() - taken - own ?? TimeSpan.Zero;
        return new LoadResult(times.Count / took.TotalSeconds, times.At(0.5), times.At(0.99), right / (double)times.Count, own / took, Math.Max(0, others / took));
    }
}

/// <summary>Times in milliseconds, to ask for percentiles.</summary>
internal sealed class Times(IEnumerable<double> milliseconds)
{
    private readonly double[] sorted = [.. milliseconds.Order()];

    public int Count => sorted.Length;

    public double At(double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    public static double Median(IEnumerable<double> values) => new Times(values).At(0.5);
}
