using LinkCode.Bench.Load;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>Waiting polls: devices that ask and are told "not yet", which is nearly all a link server ever does.</summary>
internal static class Polls
{
    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var contestants = new List<Contestant>();
        try
        {
            var bodies = Array.Empty<string>();
            foreach (var recipe in (Recipe[])[Recipe.Ours(), .. Recipe.Peers])
            {
                Console.WriteLine($"  {recipe.Name} …");
                var (subject, codes) = await Codes.PrepareAsync(recipe, options.PolledCodes);
                bodies = bodies.Length == 0 ? codes : bodies;
                contestants.Add(Poller(subject, codes));
            }

            contestants.Insert(1, Poller(await Subject.StartAsync(Recipe.BarePipe), bodies));
            contestants.Insert(2, Poller(await Subject.StartAsync(Recipe.BareForm), bodies));
            if (!options.PrepareOnly)
            {
                // For half a minute of load much of what runs on one core is code that counts itself, to be compiled better: of ours, the limit and OpenIddict alike.
                await Contestant.CompeteAsync(contestants, options.RoundsOr(9), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(options.Quick ? 2 : 40));
            }

            return options.PrepareOnly ? new Section("polls", "prepared") : Tell(contestants, options);
        }
        finally
        {
            foreach (var contestant in contestants)
            {
                await contestant.Subject.DisposeAsync();
            }
        }
    }

    private static Contestant Poller(Subject subject, IReadOnlyList<string> codes)
    {
        var polls = codes.Select(code => subject.Dialect.Poll(subject.Address, code)).ToArray();
        var hammer = new Hammer(subject, isAwake: true);
        return new Contestant(subject, duration => hammer.RunAsync(polls, Dialect.IsWaiting, duration));
    }

    private static Section Tell(List<Contestant> all, BenchOptions options)
    {
        var (ours, pipe, form, oidc, fast, rsa) = (all[0], all[1], all[2], all[3], all[4], all[5]);
        var section = new Section("polls", "Waiting polls")
        {
            Words =
            {
                $"{options.PolledCodes:N0} live codes each, 64 connections, {ours.Results.Count} paired rounds of 1.5 s. Right answers are 400 `authorization_pending`.",
                "The limit is a Kestrel middleware that takes the form's bytes from the pipe, hashes them once and writes constant bytes; it decides nothing. *Core busy* near 100 % says that the server and not the load is what was measured.",
            },
        };
        section.Table = Tables.Of(all, ours, "polls/s");
        section.Bars.AddRange(
        [
            Bar.AtLeast("ours / the limit", ours.RatioTo(pipe), 0.85),
            Bar.AtLeast("ours / bare endpoint with ReadFormAsync", ours.RatioTo(form), 1),
            Bar.AtLeast("ours / oidc-provider", ours.RatioTo(oidc), 10),
            Bar.AtLeast("ours / OpenIddict, Data Protection", ours.RatioTo(fast), 35),
            Bar.AtLeast("ours / OpenIddict, RSA-2048", ours.RatioTo(rsa), 80),
            Bar.AtMost("p99, ours / the limit", ours.P99RatioTo(pipe), 2),
            Bar.AtLeast("share of right answers, ours", ours.Right, 0.999),
        ]);
        section.Plot = Tables.Plot(all, "waiting polls a second");
        return section;
    }
}
