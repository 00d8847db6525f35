using CsCheck;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes.Model;

/// <summary>Random stories about link requests, told to the real store and to a model of a page's length; both have to agree on every answer and every row.</summary>
[Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
public sealed class TheStoreBesideItsModel(ITestOutputHelper output)
{
    private const int Stories = 400;

    // CsCheck prints the seed of a story that failed; put here, it tells that one first.
    private const string? Seed = null;

    [Fact]
    public async Task Both_agree_on_every_answer_and_every_row()
    {
        await using var real = await StoreUnderTest.OpenAsync();
        await Step.Stories.SampleAsync(
            async steps => Assert.Null(await new Story(real).TellAsync(steps)),
            seed: Seed,
            iter: Stories,
            threads: 1,
            print: steps => string.Join("\n", steps.AsEnumerable()));
    }

    [Fact]
    public async Task Every_deed_was_tried_in_every_situation()
    {
        await using var real = await StoreUnderTest.OpenAsync();
        var missing = Enum.GetValues<Deed>().SelectMany(deed => Situation.All.Select(situation => $"{deed} · {situation}")).ToHashSet();
        var (pairs, told) = (missing.Count, 0);
        foreach (var steps in Step.Edges.TakeWhile(_ => missing.Count > 0))
        {
            var seen = new HashSet<string>();
            Assert.Null(await new Story(real, seen).TellAsync(steps));
            missing.ExceptWith(seen);
            told++;
        }

        output.WriteLine($"{pairs} pairs of deed and situation, all visited within {told} stories");
        Assert.Empty(missing);
    }
}
