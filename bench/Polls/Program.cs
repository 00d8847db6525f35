using System.Globalization;
using LinkCode.Bench.Polls;

// A bare server of this bench is this program, started again with a word.
if (args is ["form" or "pipe", var address])
{
    await BareServer.RunAsync(args[0], address);
    return 0;
}

var rounds = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 15;
var root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));
Console.WriteLine("Waiting polls over 10,000 live codes, 64 connections; servers on core 0, load on core 1.");
Cores.PinThisProcess();

await using var ours = await Subject.StartOursAsync(root);
await using var form = await Subject.StartBareAsync("form");
await using var pipe = await Subject.StartBareAsync("pipe");
var polls = await Codes.AskAsync(ours.Address, 10_000);
Subject[] subjects = [ours, form, pipe];
foreach (var subject in subjects)
{
    await Load.RunAsync(subject.Address, polls, TimeSpan.FromSeconds(3));
}

for (var round = 0; round < rounds; round++)
{
    foreach (var subject in subjects)
    {
        subject.Results.Add(await Load.RunAsync(subject.Address, polls, TimeSpan.FromSeconds(2)));
    }
}

Console.WriteLine();
Console.WriteLine("| server | polls/s (median) | p99 ms | waiting answers |");
Console.WriteLine("| --- | ---: | ---: | ---: |");
foreach (var subject in subjects)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {subject.Name} | {subject.PerSecond:N0} | {subject.P99:N2} | {subject.Right:P2} |"));
}

var ratio = ours.RatioTo(form);
Console.WriteLine();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"LinkCode / ReadFormAsync endpoint: {ratio:N2} (bar: at least 0.90)"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"LinkCode / pipe-reading limit:     {ours.RatioTo(pipe):N2}"));
return ratio >= 0.9 && ours.Right > 0.999 ? 0 : 1;
