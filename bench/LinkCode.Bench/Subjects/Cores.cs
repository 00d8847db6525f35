using System.Diagnostics;

namespace LinkCode.Bench.Subjects;

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

    /// <summary>Processor time that anybody has taken of the server core so far; null where the system does not say.</summary>
    public static TimeSpan? TakenOfServerCore()
    {
        if (!CanPin || File.ReadLines("/proc/stat").FirstOrDefault(line => line.StartsWith("cpu0 ", StringComparison.Ordinal)) is not { } line)
        {
            return null;
        }

        // user, nice, system, …, in hundredths of a second; interrupts are the server's own network traffic and count for nobody.
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(word => long.Parse(word, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return TimeSpan.FromMilliseconds((ticks[0] + ticks[1] + ticks[2]) * 10);
    }

    /// <summary>Waits until the server core has nearly nothing to do, at most twenty seconds.</summary>
    public static async Task QuietAsync()
    {
        var looks = 0;
        for (var taken = TakenOfServerCore(); taken is { } before && looks < 100; looks++)
        {
            await Task.Delay(200);
            taken = TakenOfServerCore();
            if (taken - before < TimeSpan.FromMilliseconds(30))
            {
                return;
            }
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

        // What makes the load cheap is not what servers are run with.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        return start;
    }
}
