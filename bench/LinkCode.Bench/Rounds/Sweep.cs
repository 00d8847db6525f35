using LinkCode.Bench.Load;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>Very many codes run out at once: what those who poll other codes notice of it, and what is left of them.</summary>
internal static class Sweep
{
    private const int LifetimeSeconds = 60;

    // The server remembers a code for nine minutes after its end, looks every half minute for what may go, and every minute for room to give back.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(3);

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var count = options.Quick ? 30_000 : 200_000;
        var section = new Section("sweep", "Codes that run out");
        // The crowd belongs to an app whose codes live for a minute; those who notice have codes of another.
        var recipe = Recipe.Ours(
            ("Codes__StartsPerNetwork", "100000"),
            ("Apps__Registered__bench-tv__CodeLifetimeSeconds", "1800"),
            ("Apps__Registered__bench-brief__Name", "Brief Television"),
            ("Apps__Registered__bench-brief__CodeLifetimeSeconds", LifetimeSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await using var subject = await Subject.StartAsync(recipe);
        var polls = (await Codes.AskAsync(subject, 1_000)).Select(code => subject.Dialect.Poll(subject.Address, code.Device)).ToArray();
        var crowd = new[] { (subject.Dialect with { App = "bench-brief" }).Start(subject.Address) };
        var filling = new Hammer(subject);
        var begin = System.Diagnostics.Stopwatch.StartNew();
        var made = 0;
        while (made < count && begin.Elapsed < TimeSpan.FromSeconds(LifetimeSeconds - 15))
        {
            var result = await filling.RunAsync(crowd, Dialect.IsStart, TimeSpan.FromSeconds(1));
            made += (int)result.PerSecond;
        }

        // Eight connections that ask without pause: enough to notice everything, and not so many that they wait for each other.
        var callers = new Hammer(subject, connections: 8);
        await callers.RunAsync(polls, Dialect.IsWaiting, TimeSpan.FromSeconds(2));
        var (quiet, loud) = (new List<LoadResult>(), new List<LoadResult>());
        var (full, peak) = (subject.Megabytes, Million.StoreMegabytes(subject.Folder));
        while (begin.Elapsed < Longest && Million.StoreMegabytes(subject.Folder) > peak / 2)
        {
            var isQuiet = begin.Elapsed + Slice < TimeSpan.FromSeconds(LifetimeSeconds);
            (isQuiet ? quiet : loud).Add(await callers.RunAsync(polls, Dialect.IsWaiting, Slice));
        }

        var usual = Times.Median(quiet.Select(slice => slice.P99));
        var worst = loud.Max(slice => slice.P99);
        section.Words.Add($"{made:N0} codes that live for a minute ran out while eight connections polled others: quiet p99 {Numbers.Short(usual)} ms, the worst three seconds of the next {loud.Count * Slice.TotalSeconds:N0} s {Numbers.Short(worst)} ms. Resident memory went from {Numbers.Short(full)} MB to {Numbers.Short(subject.Megabytes)} MB, the store from {Numbers.Short(peak)} MB to {Numbers.Short(Million.StoreMegabytes(subject.Folder))} MB.");
        section.Bars.Add(Bar.AtMost("p99 while codes run out / quiet p99", worst / usual, 2));
        section.Bars.Add(Bar.AtMost("store, fifteen minutes later at most / before", Million.StoreMegabytes(subject.Folder) / peak, 0.5));
        return section;
    }
}
