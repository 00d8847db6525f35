using LinkCode.Bench.Load;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>New codes: written to disk before they are shown, by those who write at all.</summary>
internal static class Issue
{
    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var contestants = new List<Contestant>();
        try
        {
            foreach (var recipe in (Recipe[])[Recipe.Ours(), .. Recipe.Peers])
            {
                var subject = await Subject.StartAsync(recipe);
                var start = new[] { subject.Dialect.Start(subject.Address) };
                var hammer = new Hammer(subject);
                contestants.Add(new Contestant(subject, duration => hammer.RunAsync(start, Dialect.IsStart, duration)));
            }

            await Contestant.CompeteAsync(contestants, options.RoundsOr(7), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(options.Quick ? 2 : 4));
            var working = new List<int>();
            foreach (var contestant in contestants)
            {
                working.Add(await WorkingAsync(contestant.Subject));
            }

            var section = Tell(contestants, working);
            await SyncBeforeAnswer.AddAsync(section);
            return section;
        }
        finally
        {
            foreach (var contestant in contestants)
            {
                await contestant.Subject.DisposeAsync();
            }
        }
    }

    // A code that was shown has to be good: each of a handful is polled once and must be waiting.
    private static async Task<int> WorkingAsync(Subject subject)
    {
        var codes = await Codes.AskAsync(subject, 20, connections: 1);
        using var wire = await Wire.ConnectAsync(subject.Address);
        var working = 0;
        foreach (var code in codes)
        {
            working += Dialect.IsWaiting((await wire.AskAsync(subject.Dialect.Poll(subject.Address, code.Device))).Span) ? 1 : 0;
        }

        return working;
    }

    private static Section Tell(List<Contestant> all, List<int> working)
    {
        var (ours, oidc) = (all[0], all[1]);
        var writers = all.Skip(2).ToList();
        var fastest = writers.MaxBy(writer => writer.PerSecond)!;
        var section = new Section("issue", "New codes")
        {
            Words =
            {
                $"64 connections, {ours.Results.Count} paired rounds of 2 s. Right answers are 200 with a device code; of 20 codes of each that were polled afterwards, {string.Join(", ", working)} were waiting (in the table's order).",
                $"Ours, OpenIddict and better-auth use SQLite with `synchronous=FULL`; oidc-provider keeps codes in memory only. The fastest peer that writes is {fastest.Name}.",
            },
        };
        section.Table = Tables.Of(all, ours, "codes/s");
        section.Bars.AddRange(
        [
            Bar.AtLeast("ours / the fastest peer that writes to disk", ours.RatioTo(fastest), 20),
            Bar.AtLeast("ours / oidc-provider, which does not", ours.RatioTo(oidc), 1),
            Bar.AtLeast("codes a second, ours", ours.PerSecond, 5_000),
            Bar.AtLeast("share of right answers, ours", ours.Right, 0.999),
        ]);
        section.Plot = Tables.Plot(all, "codes issued a second");
        return section;
    }
}
