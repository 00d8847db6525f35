using System.Diagnostics;
using LinkCode.Bench.Load;

namespace LinkCode.Bench.Journeys;

/// <summary>How long each step of a link took.</summary>
internal sealed class Stages
{
    private readonly Dictionary<string, List<double>> times = new(StringComparer.Ordinal);

    /// <summary>Called when the first answer came.</summary>
    public Action? OnAnswer { get; init; }

    public async Task<T> TimeAsync<T>(string step, Task<T> work)
    {
        var begin = Stopwatch.GetTimestamp();
        var result = await work;
        if (times.Count == 0)
        {
            OnAnswer?.Invoke();
        }

        if (!times.TryGetValue(step, out var list))
        {
            times[step] = list = [];
        }

        list.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        return result;
    }

    /// <summary>The median of each step, in the order in which they come.</summary>
    public IEnumerable<(string Step, double Milliseconds)> Medians => times.Select(step => (step.Key, Times.Median(step.Value)));
}
