using LinkCode.Bench.Load;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>One server in a measurement, with what its rounds found.</summary>
internal sealed class Contestant(Subject subject, Func<TimeSpan, Task<LoadResult>> round, string? name = null)
{
    // No connection may rest for two minutes while others have their turn.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    public Subject Subject => subject;

    public string Name => name ?? subject.Name;

    public List<LoadResult> Results { get; } = [];

    public double PerSecond => Times.Median(Results.Select(result => result.PerSecond));

    public double P50 => Times.Median(Results.Select(result => result.P50));

    public double P99 => Times.Median(Results.Select(result => result.P99));

    public double Busy => Times.Median(Results.Select(result => result.Busy));

    public double Others => Times.Median(Results.Select(result => result.Others));

    public double Right => Results.Min(result => result.Right);

    public double Megabytes { get; private set; }

    /// <summary>The median of the ratios round by round: the machine's other work hits both of one round.</summary>
    public double RatioTo(Contestant other) => Times.Median(Results.Zip(other.Results, (mine, theirs) => mine.PerSecond / theirs.PerSecond));

    /// <summary>The same for each second of processor time, which what other programs take of the machine hardly changes.</summary>
    public double ComputedRatioTo(Contestant other) => Times.Median(Results.Zip(other.Results, (mine, theirs) => mine.PerSecond / mine.Busy / (theirs.PerSecond / theirs.Busy)));

    /// <summary>The same of the 99th percentiles.</summary>
    public double P99RatioTo(Contestant other) => Times.Median(Results.Zip(other.Results, (mine, theirs) => mine.P99 / theirs.P99));

    /// <summary>Warms everybody up, then lets them run one after another, round by round.</summary>
    public static async Task CompeteAsync(IReadOnlyList<Contestant> all, int rounds, TimeSpan each, TimeSpan warmUp)
    {
        for (var left = warmUp; left > TimeSpan.Zero; left -= Turn)
        {
            foreach (var one in all)
            {
                await one.RunAsync(left < Turn ? left : Turn);
            }
        }

        for (var i = 0; i < rounds; i++)
        {
            foreach (var one in all)
            {
                one.Results.Add(await one.RunAsync(each));
            }
        }
    }

    private async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        // What earlier rounds left for collection, or to be done later, such as letters, is not this one's.
        GC.Collect();
        await Cores.QuietAsync();
        var result = await round(duration);
        Megabytes = Math.Max(Megabytes, subject.Megabytes);
        return result;
    }
}
