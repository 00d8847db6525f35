using LinkCode.Bench.Journeys;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>Whole links: issue, one poll, claim and approve on the pages by an account already signed in, redeem with all three tokens.</summary>
internal static class Links
{
    private const int Many = 8;

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var streets = new List<(Subject Subject, Street Street)>();
        foreach (var recipe in (Recipe[])[Recipe.Ours(), Recipe.OpenIddictFast, Recipe.OpenIddictRsa])
        {
            streets.Add(await BuildAsync(recipe));
        }

        var many = streets.ConvertAll(home => new Contestant(home.Subject, duration => home.Street.LinkAsync(Many, duration), home.Subject.Name + $", {Many} at once"));
        // Half of the first minute's computing is the compiler's, of ours and of the peers; what counts is how they go on. Longer than a minute and a half no connection may rest.
        var warmUp = TimeSpan.FromSeconds(options.Quick ? 10 : 40);
        await Contestant.CompeteAsync(many, options.RoundsOr(6), TimeSpan.FromSeconds(4), warmUp);

        // The limit commits one row at a time, so it is none for many at once.
        streets.Add(await BuildAsync(Recipe.BareLinks));
        var single = streets.ConvertAll(home => new Contestant(home.Subject, duration => home.Street.LinkAsync(1, duration), home.Subject.Name + ", 1 at once"));
        await Contestant.CompeteAsync(single, options.RoundsOr(6), TimeSpan.FromSeconds(3), warmUp);
        var section = Tell(single, many, streets);
        foreach (var (subject, street) in streets)
        {
            street.Dispose();
            await subject.DisposeAsync();
        }

        return section;
    }

    private static async Task<(Subject Subject, Street Street)> BuildAsync(Recipe recipe)
    {
        var subject = await Subject.StartAsync(recipe);
        return (subject, await Street.BuildAsync(subject, Many));
    }

    private static Section Tell(List<Contestant> single, List<Contestant> many, List<(Subject Subject, Street Street)> streets)
    {
        var section = new Section("links", "Whole links")
        {
            Words =
            {
                $"{single[0].Results.Count} paired rounds, 3 s at 1 at once and 4 s at {Many}. Right answers have an id, an access and a refresh token. Ours makes four requests for pages (compare, claim, review, yes), OpenIddict's person two (confirm, yes); both with cookie and form check, and neither follows the answer to the yes. The limit answers our seven requests with constant bytes and no look at who asks, four of them after a row is on disk, and decides nothing. A review counts as read after a second, so links are approved a second after they are claimed, by ours and by the peers alike, while others begin.",
            },
        };
        foreach (var (subject, street) in streets)
        {
            section.Words.Add($"Steps of one link of {subject.Name}, medians at 1 at once: {string.Join(", ", street.Steps.Select(step => $"{step.Step} {Numbers.Short(step.Milliseconds)} ms"))}.");
        }

        var oneTable = Tables.Of(single, single[0], "links/s");
        section.Table = oneTable with { Rows = [.. oneTable.Rows, .. Tables.Of(many, many[0], "links/s").Rows] };
        section.Bars.AddRange(
        [
            Bar.AtLeast("ours / OpenIddict, Data Protection, 1 at once", single[0].RatioTo(single[1]), 3.5),
            Bar.AtLeast($"ours / OpenIddict, Data Protection, {Many} at once", many[0].RatioTo(many[1]), 3.5),
            Bar.AtLeast("ours / OpenIddict, RSA-2048, 1 at once", single[0].RatioTo(single[2]), 3.5),
            Bar.AtLeast($"ours / OpenIddict, RSA-2048, {Many} at once", many[0].RatioTo(many[2]), 3.5),
            Bar.AtLeast("share of links with all three tokens, ours", Math.Min(single[0].Right, many[0].Right), 1),
        ]);
        section.Plot = new Plot("whole links a second", [.. single.Concat(many).OrderBy(one => one.Subject != streets[0].Subject).Select(one => (one.Name, one.PerSecond))]);
        return section;
    }
}
