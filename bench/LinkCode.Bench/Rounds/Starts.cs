using LinkCode.Bench.Load;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>From kill to the first right answer, beside a bare Identity and OpenIddict app: a poll of a code issued before the kill says that it is waiting.</summary>
internal static class Starts
{
    public static async Task<Section> RunAsync(BenchOptions options)
    {
        await using var ours = await Subject.StartAsync(Recipe.Ours());
        await using var peer = await Subject.StartAsync(Recipe.OpenIddictFast);
        Subject[] subjects = [ours, peer];
        var times = subjects.Select(_ => new List<double>()).ToArray();
        var polls = new List<byte[]>();
        foreach (var subject in subjects)
        {
            polls.Add(subject.Dialect.Poll(subject.Address, (await Codes.AskAsync(subject, 1, connections: 1))[0].Device));
        }

        for (var round = 0; round < options.RoundsOr(9); round++)
        {
            for (var i = 0; i < subjects.Length; i++)
            {
                // The other one has nothing to do meanwhile.
                await subjects[i].KillAsync();
                times[i].Add((await subjects[i].RestartAsync(polls[i], Dialect.IsWaiting)).TotalSeconds);
            }
        }

        var ratio = Times.Median(times[0].Zip(times[1], (mine, theirs) => mine / theirs));
        return new Section("start", "Coming back after a kill")
        {
            Words = { $"{times[0].Count} paired rounds on one core; the clock runs from the start of the process to the first right answer to a poll of a code issued before the kill." },
            Table = new Table(
                ["server", "median s", "slowest s"],
                [.. subjects.Select((subject, i) => (IReadOnlyList<string>)[subject.Name, Numbers.Short(Times.Median(times[i])), Numbers.Short(times[i].Max())])]),
            Bars = { Bar.AtMost("ours / bare Identity and OpenIddict", ratio, 1.5) },
        };
    }
}
