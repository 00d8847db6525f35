using System.Globalization;
using LinkCode.Bench.Journeys;
using LinkCode.Bench.Load;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>Very many polls held open at once, and approvals among them.</summary>
internal static class HeldWaits
{
    private const int Approvals = 60;
    private const int Persons = 10;

    public static async Task<HandOver.Found> RunAsync(int wanted)
    {
        var count = Math.Min(wanted, MostFiles() - 600);
        await using var subject = await Subject.StartAsync(Recipe.Ours(("Codes__LongestWaitSeconds", "60"), ("Codes__StartsPerNetwork", "100000")));
        var couples = new List<Couple>();
        for (var i = 0; i < Persons; i++)
        {
            couples.Add(await Couple.MeetAsync(subject, i));
            await couples[i].LinkAsync();
        }

        var codes = await Codes.AskAsync(subject, count);
        var wires = new Wire[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            // Each poll goes once without waiting, so that what is measured is the held poll and its connection, not first use.
            wires[i] = await Wire.ConnectAsync(subject.Address);
            await wires[i].AskAsync(subject.Dialect.Poll(subject.Address, codes[i].Device));
        });
        var before = subject.Megabytes;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            await wires[i].SendAsync(Couple.HeldPoll(subject, codes[i].Device, 60)));
        await Task.Delay(2000);
        var each = (subject.Megabytes - before) * 1000 / count;

        // Ten people say yes six times each, one after another, to devices from all over the crowd.
        await Task.WhenAll(couples.Select((couple, person) => Task.Run(async () =>
        {
            await Task.Delay(person * 150);
            for (var i = person; i < Approvals; i += Persons)
            {
                var device = (int)((long)i * count / Approvals);
                await couple.ApproveAsync(codes[device], Couple.WaitAsync(wires[device], Couple.HeldPoll(subject, codes[device].Device, 60)));
            }
        })));
        var found = new HandOver.Found(new Times(couples.SelectMany(couple => couple.FromYes.Skip(1))), new Times(couples.SelectMany(couple => couple.FromAnswer.Skip(1))), count, each);
        couples.ForEach(couple => couple.Dispose());
        Array.ForEach(wires, wire => wire.Dispose());
        return found;
    }

    private static int MostFiles() => File.Exists("/proc/self/limits")
        ? int.Parse(File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture)
        : 20_600;
}
