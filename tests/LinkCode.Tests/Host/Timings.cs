using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace LinkCode.Tests.Host;

/// <summary>How long answers of several kinds take, asked for in turns so that the machine's other work hits all of them alike.</summary>
internal sealed class Timings(params string[] kinds)
{
    private readonly List<double>[] times = [.. kinds.Select(_ => new List<double>())];

    /// <summary>Asks once for every kind, in another order each time.</summary>
    public async Task RoundAsync(Func<int, Task> ask)
    {
        var order = Enumerable.Range(0, kinds.Length).ToArray();
        RandomNumberGenerator.Shuffle<int>(order);
        foreach (var kind in order)
        {
            var begin = Stopwatch.GetTimestamp();
            await ask(kind);
            times[kind].Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }
    }

    /// <summary>The largest distance of a median from the median of the first kind, as a share of it.</summary>
    public double LargestDifference() => times.Max(kind => Math.Abs((Middle(kind) / Middle(times[0])) - 1));

    public string Table(string title)
    {
        var lines = kinds.Select((kind, i) => string.Create(CultureInfo.InvariantCulture, $"| {kind} | {times[i].Count:N0} | {Middle(times[i]):N1} | {(Middle(times[i]) / Middle(times[0])) - 1:+0.00%;-0.00%} |"));
        return $"\n{title}\n| asked with | samples | median, microseconds | beside the first |\n| --- | ---: | ---: | ---: |\n{string.Join('\n', lines)}";
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
