using System.Diagnostics;
using System.Diagnostics.Metrics;
using LinkCode.Server.Platform.Telemetry;

namespace LinkCode.Server.Data;

/// <summary>Measures the one writer: how many writes share a commit, how long a commit takes, how many failed.</summary>
internal sealed class WriteMeter
{
    private readonly Histogram<int> sizes;
    private readonly Histogram<double> times;
    private readonly Counter<long> failures;

    public WriteMeter(IMeterFactory meters)
    {
        var meter = meters.Ours();
        sizes = meter.CreateHistogram("linkcode.commit.size", "{write}", "Writes that share one commit", advice: Measures.Counts);
        times = meter.CreateHistogram("linkcode.commit.duration", "s", "From the first write of a batch until it is on disk", advice: Measures.Moments);
        failures = meter.CreateCounter<long>("linkcode.commits.failed", "{commit}", "Commits that failed; nobody was told that they had not");
    }

    /// <summary>Runs one commit and notes its size and time.</summary>
    public void Measure(int size, Action commit)
    {
        var begin = Stopwatch.GetTimestamp();
        commit();
        sizes.Record(size);
        times.Record(Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    public void Failed() => failures.Add(1);
}
