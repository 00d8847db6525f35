using System.Collections.Concurrent;
using LinkCode.Bench.Load;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>One app asks for ten times what the server can give; another app's devices should not notice.</summary>
internal static class Overload
{
    private const int Usual = 64;

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        // The greedy app meets the ceilings as they come: only the limits per network are raised, because all load comes from one address.
        await using var subject = await Subject.StartAsync(Recipe.Ours(("Codes__LiveCodesPerApp", "100000"), ("Apps__Registered__bench-greedy__Name", "Greedy Television")));
        var polls = (await Codes.AskAsync(subject, 1_000)).Select(code => subject.Dialect.Poll(subject.Address, code.Device)).ToArray();
        var starts = new[] { subject.Dialect.Start(subject.Address) };
        var greedy = new[] { (subject.Dialect with { App = "bench-greedy" }).Start(subject.Address) };
        var each = TimeSpan.FromSeconds(options.Quick ? 5 : 15);

        // The others are eight devices that poll and one that starts, as fast as they get answers.
        Task<LoadResult> PollAsync(TimeSpan time) => new Hammer(subject, 8).RunAsync(polls, Dialect.IsWaiting, time);
        Task<LoadResult> StartAsync(TimeSpan time) => new Hammer(subject, 1).RunAsync(starts, Dialect.IsStart, time);
        Task<LoadResult> GreedyAsync(int connections, TimeSpan time, Action<int, ReadOnlyMemory<byte>>? keep = null) => new Hammer(subject, connections).RunAsync(greedy, Dialect.IsStart, time, keep);
        await Task.WhenAll(PollAsync(each), StartAsync(each), GreedyAsync(Usual, each));

        // Quiet is the greedy app at what the server can give; loud is ten times as many connections.
        var quiet = await AllAsync(PollAsync(each), StartAsync(each), GreedyAsync(Usual, each));
        var before = subject.Megabytes;
        var statuses = new ConcurrentDictionary<string, int>();
        var loud = await AllAsync(PollAsync(each), StartAsync(each), GreedyAsync(Usual * 10, each, (_, answer) => Count(statuses, answer.Span)));
        var after = subject.Megabytes;
        var recovery = await RecoverAsync(PollAsync, quiet[0].P99);
        var section = new Section("overload", "Overload from one app")
        {
            Words =
            {
                $"One app asks for codes on {Usual * 10} connections without pause, ten times the {Usual} that already fill the server; two other kinds of callers of another app go on. Quiet means the same with {Usual}. The greedy app's answers: {string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key} {status.Value:N0}"))}.",
                $"Resident memory {Numbers.Short(before)} MB before and {Numbers.Short(after)} MB after; {Numbers.Short(recovery)} s after the end the others' p99 was back.",
            },
            Table = new Table(
                ["", "quiet p99 ms", "overloaded p99 ms", "quiet /s", "overloaded /s", "right, overloaded"],
                [Row("polls of another app", quiet[0], loud[0]), Row("new codes of another app", quiet[1], loud[1]), Row("the greedy app", quiet[2], loud[2])]),
        };
        var refused = statuses.Where(status => status.Key.StartsWith("429", StringComparison.Ordinal) || status.Key.StartsWith("503", StringComparison.Ordinal)).ToList();
        section.Bars.AddRange(
        [
            Bar.AtMost("others' polls, p99 overloaded / quiet", loud[0].P99 / quiet[0].P99, 2),
            Bar.AtMost("others' new codes, p99 overloaded / quiet", loud[1].P99 / quiet[1].P99, 2),
            Bar.AtMost("memory after / before", after / before, 1.25),
            Bar.AtLeast("refusals with Retry-After, share of all refusals", refused.Count == 0 ? double.NaN : refused.Where(status => status.Key.EndsWith("Retry-After", StringComparison.Ordinal)).Sum(status => status.Value) / (double)refused.Sum(status => status.Value), 1),
            Bar.AtLeast("others' right answers", Math.Min(loud[0].Right, loud[1].Right), 0.999),
            Bar.AtMost("recovery, s", recovery, 10),
        ]);
        return section;
    }

    private static async Task<LoadResult[]> AllAsync(params Task<LoadResult>[] loads) => await Task.WhenAll(loads);

    private static void Count(ConcurrentDictionary<string, int> statuses, ReadOnlySpan<byte> answer)
    {
        var status = Wire.Status(answer) + (answer.IndexOf("\r\nRetry-After: "u8) > 0 ? " with Retry-After" : "");
        statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
    }

    private static async Task<double> RecoverAsync(Func<TimeSpan, Task<LoadResult>> poll, double usual)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            if ((await poll(TimeSpan.FromSeconds(0.5))).P99 <= usual * 2)
            {
                break;
            }
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static IReadOnlyList<string> Row(string name, LoadResult quiet, LoadResult loud) =>
        [name, Numbers.Short(quiet.P99), Numbers.Short(loud.P99), Numbers.Short(quiet.PerSecond), Numbers.Short(loud.PerSecond), Numbers.Percent(loud.Right)];
}
