using System.Diagnostics;

namespace LinkCode.Bench.Polls;

/// <summary>Gives the servers core 0 and the load core 1, so that neither takes the other's time.</summary>
internal static class Cores
{
    public static bool CanPin => OperatingSystem.IsLinux() && Environment.ProcessorCount >= 2;

    public static void PinThisProcess()
    {
        if (CanPin)
        {
            using var self = Process.GetCurrentProcess();
#pragma warning disable CA1416 // Checked above; the analyzer does not see through the property.
            self.ProcessorAffinity = 2;
#pragma warning restore CA1416
        }
    }

    public static ProcessStartInfo OnServerCore(params string[] command)
    {
        var words = CanPin ? ["taskset", "-c", "0", .. command] : command;
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true };
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        return start;
    }
}
