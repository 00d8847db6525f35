using System.Diagnostics;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Load;

/// <summary>Says whether an answer is the right one.</summary>
internal delegate bool RightAnswer(ReadOnlySpan<byte> answer);

/// <summary>A number of connections, each with one request under way at a time.</summary>
/// <param name="subject">Who is asked.</param>
/// <param name="connections">How many at once.</param>
/// <param name="isAwake">Whether it looks for answers all the time instead of being woken by them; waking it is work of who answers.</param>
internal sealed class Hammer(Subject subject, int connections = 64, bool isAwake = false)
{
    /// <summary>Sends the requests in turn, each connection from another place of the list.</summary>
    public async Task<LoadResult> RunAsync(IReadOnlyList<byte[]> requests, RightAnswer isRight, TimeSpan duration, Action<int, ReadOnlyMemory<byte>>? keep = null)
    {
        var core = new CoreWatch(subject);
        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, connections).Select(worker => Task.Run(() => WorkAsync(worker, requests, isRight, watch, duration, keep))).ToList();
        var all = await Task.WhenAll(workers);
        return core.Result(new Times(all.SelectMany(worker => worker.Times)), all.Sum(worker => worker.Right));
    }

    private async Task<(List<double> Times, int Right)> WorkAsync(
        int worker, IReadOnlyList<byte[]> requests, RightAnswer isRight, Stopwatch watch, TimeSpan duration, Action<int, ReadOnlyMemory<byte>>? keep)
    {
        using var wire = await Wire.ConnectAsync(subject.Address);
        var times = new List<double>(10_000);
        var (next, right) = (worker * (requests.Count / connections), 0);
        while (watch.Elapsed < duration)
        {
            var begin = Stopwatch.GetTimestamp();
            var request = requests[next++ % requests.Count];
            var answer = await (isAwake ? wire.AskAwakeAsync(request) : wire.AskAsync(request));
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            right += isRight(answer.Span) ? 1 : 0;
            keep?.Invoke(worker, answer);
        }

        return (times, right);
    }
}
