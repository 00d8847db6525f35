using System.Diagnostics;
using LinkCode.Bench.Journeys;
using LinkCode.Bench.Load;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>From the owner's yes to tokens on a device whose poll is held open.</summary>
internal static class HandOver
{
    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("handover", "Hand-over");
        var (quick, rate) = await AtAThirdAsync(TimeSpan.FromSeconds(options.Quick ? 8 : 20), TimeSpan.FromSeconds(options.Quick ? 10 : 30));
        var waiting = await HeldWaits.RunAsync(options.Quick ? 5_000 : 20_000);
        section.Words.Add($"Devices ask with `Prefer: wait`; the clock starts when the browser sends the yes, which is stricter than when its answer arrives. First {quick.FromYes.Count} links at {Numbers.Short(rate)} a second, a third of the whole-link rate measured just before; then {waiting.FromYes.Count} approvals among {waiting.Held:N0} polls held open at once.");
        section.Words.Add(waiting.Held is 20_000 or 5_000
            ? $"The held polls cost {Numbers.Short(waiting.KilobytesEach)} KB each: resident memory after opening them less that before, each on its own connection."
            : $"The held polls cost {Numbers.Short(waiting.KilobytesEach)} KB each, each on its own connection; this machine lets no process have more than 20,000 files, so {waiting.Held:N0} were held.");
        section.Table = new Table(
            ["yes to tokens", "p50 ms", "p99 ms", "slowest ms", "after the page's answer, p99 ms"],
            [Row("at a third of the link rate", quick), Row($"among {waiting.Held:N0} held polls", waiting)]);
        section.Bars.AddRange(
        [
            Bar.AtMost("p99 at a third of the link rate, ms", quick.FromYes.At(0.99), 50),
            Bar.AtMost("slowest among the held polls, ms", waiting.FromYes.At(1), 100),
            Bar.AtMost("KB for each held poll", waiting.KilobytesEach, 10),
        ]);
        return section;
    }

    private static IReadOnlyList<string> Row(string name, Found found) =>
        [name, Numbers.Short(found.FromYes.At(0.5)), Numbers.Short(found.FromYes.At(0.99)), Numbers.Short(found.FromYes.At(1)), Numbers.Short(found.FromAnswer.At(0.99))];

    private static async Task<(Found Found, double Rate)> AtAThirdAsync(TimeSpan duration, TimeSpan warmUp)
    {
        await using var subject = await Subject.StartAsync(Recipe.Ours());
        using var street = await Street.BuildAsync(subject, 8);
        await street.LinkAsync(8, warmUp);
        var rate = (await street.LinkAsync(8, TimeSpan.FromSeconds(3))).PerSecond / 3;
        var couples = new List<Couple>();
        for (var i = 0; i < Math.Ceiling(rate * 2.5) && i < 100; i++)
        {
            couples.Add(await Couple.MeetAsync(subject, 100 + i));
        }

        // Each couple links once in a while; together they keep the rate, whatever one link takes.
        var pause = TimeSpan.FromSeconds(couples.Count / rate);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(couples.Select((couple, i) => Task.Run(async () =>
        {
            for (var at = pause * i / couples.Count; at < duration; at += pause)
            {
                await Task.Delay(TimeSpan.FromTicks(Math.Max(0, (at - watch.Elapsed).Ticks)));
                await couple.LinkAsync();
            }
        })));
        var found = new Found(new Times(couples.SelectMany(couple => couple.FromYes)), new Times(couples.SelectMany(couple => couple.FromAnswer)));
        couples.ForEach(couple => couple.Dispose());
        return (found, rate);
    }

    /// <summary>What was found about hand-overs.</summary>
    internal sealed record Found(Times FromYes, Times FromAnswer, int Held = 0, double KilobytesEach = 0);
}
