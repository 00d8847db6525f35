using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Report;

/// <summary>Where and with what a measurement was made.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return string.Create(CultureInfo.InvariantCulture, $"{cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, {memory:0} GB; {RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}; {RuntimeInformation.FrameworkDescription}; Node {Say("node", "--version")}; this server at {Say("git", "rev-parse", "--short", "HEAD")}");
    }

    public static string Today => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Say(string command, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, words) { RedirectStandardOutput = true, WorkingDirectory = Recipe.Root })!;
            return process.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "not found";
        }
    }
}
