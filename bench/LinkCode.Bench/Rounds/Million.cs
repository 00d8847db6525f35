using System.Globalization;
using LinkCode.Bench.Load;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>A million live codes beside a thousand: speed of polls, memory, restart.</summary>
internal static class Million
{
    private const int Few = 1_000;

    // The longest life a code can have; they have to be alive when the polls come.
    private static readonly Recipe LongLived = Recipe.Ours(("Apps__Registered__bench-tv__CodeLifetimeSeconds", "1800"), ("Codes__StartsPerNetwork", "100000"));

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var count = options.Quick ? 100_000 : 1_000_000;
        var folder = Path.Combine(Recipe.Root, "artifacts", "bench", string.Create(CultureInfo.InvariantCulture, $"million-{count}"));
        var (subject, codes) = await FillAsync(folder, count);
        if (options.PrepareOnly)
        {
            return new Section("million", "prepared");
        }

        await using var many = subject;
        await many.KillAsync();
        var last = many.Dialect.Poll(many.Address, codes[^1]);
        var restart = await many.RestartAsync(last, Dialect.IsWaiting);
        await using var few = await Subject.StartAsync(LongLived);
        var fewCodes = (await Codes.AskAsync(few, Few)).Select(code => code.Device).ToArray();
        var contestants = new[] { Poller(many, codes, $"{count:N0} live codes"), Poller(few, fewCodes, $"{Few:N0} live codes") };
        await Contestant.CompeteAsync(contestants, options.RoundsOr(9), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
        var section = new Section("million", "A million live codes")
        {
            Words =
            {
                $"The codes were asked for over the server's own endpoint. The server was then killed and started again with them; polls go round all {count:N0}. Store: {Numbers.Short(StoreMegabytes(many.Folder))} MB on disk.",
            },
            Table = Tables.Of(contestants, contestants[0], "polls/s"),
        };
        section.Bars.AddRange(
        [
            Bar.AtLeast($"polls with {count:N0} / polls with {Few:N0} codes", contestants[0].RatioTo(contestants[1]), 0.9),
            Bar.AtMost("resident memory, MB", contestants[0].Megabytes, 600),
            Bar.AtMost("kill to first right answer, s", restart.TotalSeconds, 10),
            Bar.AtLeast("share of right answers", contestants[0].Right, 0.999),
        ]);
        Directory.Delete(folder, recursive: true);
        return section;
    }

    public static double StoreMegabytes(string folder) => Directory.GetFiles(folder, "*.db*").Sum(file => new FileInfo(file).Length) / 1e6;

    private static async Task<(Subject Subject, string[] Codes)> FillAsync(string folder, int count)
    {
        var list = Path.Combine(folder, "codes.txt");
        if (File.Exists(list) && File.GetLastWriteTimeUtc(list) > TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(12))
        {
            return (await Subject.StartAsync(LongLived, folder), await File.ReadAllLinesAsync(list));
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var subject = await Subject.StartAsync(LongLived, Directory.CreateDirectory(folder).FullName);
        var codes = (await Codes.AskAsync(subject, count, connections: 128)).Select(code => code.Device).ToArray();
        await File.WriteAllLinesAsync(list, codes);
        return (subject, codes);
    }

    private static Contestant Poller(Subject subject, string[] codes, string name)
    {
        var polls = Array.ConvertAll(codes, code => subject.Dialect.Poll(subject.Address, code));
        var hammer = new Hammer(subject, isAwake: true);
        return new Contestant(subject, duration => hammer.RunAsync(polls, Dialect.IsWaiting, duration), name);
    }
}
