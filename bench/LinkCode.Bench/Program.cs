using System.Globalization;
using LinkCode.Bench.Report;
using LinkCode.Bench.Rounds;
using LinkCode.Bench.Subjects;

// A bare server of this bench is this program, started again with a few words.
if (args is ["bare", var kind, var address, var folder])
{
    await BareServer.RunAsync(kind, address, folder);
    return 0;
}

var parts = new Dictionary<string, Func<BenchOptions, Task<Section>>>
{
    ["polls"] = Polls.RunAsync,
    ["issue"] = Issue.RunAsync,
    ["links"] = Links.RunAsync,
    ["handover"] = HandOver.RunAsync,
    ["million"] = Million.RunAsync,
    ["sweep"] = Sweep.RunAsync,
    ["overload"] = Overload.RunAsync,
    ["start"] = Starts.RunAsync,
};
if (BenchOptions.Read(args, parts.Keys) is not { } options)
{
    await Console.Error.WriteLineAsync($"usage: ./do bench [{string.Join('|', parts.Keys)}] [--rounds N] [--quick] [--write] [--prepare]");
    return 2;
}

// Numbers are written the same way everywhere.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Cores.PinThisProcess();
var isGood = true;
try
{
    foreach (var part in options.Parts)
    {
        isGood &= await RunAsync(part);
    }
}
finally
{
    await Subject.EndAllAsync();
}

return isGood ? 0 : 1;

async Task<bool> RunAsync(string part)
{
    Console.WriteLine($"{part} …");
    var section = await parts[part](options);
    if (options.PrepareOnly)
    {
        return true;
    }

    ResultsFile.Print(section);
    if (options.Write)
    {
        ResultsFile.Write(section, options.Command(part));
    }

    return section.Bars.TrueForAll(bar => bar.IsMet);
}
