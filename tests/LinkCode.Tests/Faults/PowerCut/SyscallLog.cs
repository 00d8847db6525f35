using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LinkCode.Tests.Faults.PowerCut;

/// <summary>One thing a server did to a file: bytes written, the file cut short, or everything so far synced to the disk.</summary>
/// <param name="Begun">When it was asked for, in seconds of the clock.</param>
/// <param name="Done">When the system said that it was done.</param>
/// <param name="Data">The bytes; null for a cut or a sync.</param>
/// <param name="Length">The new length of a file that is cut.</param>
internal sealed record DiskEvent(string File, decimal Begun, decimal Done, long Offset, byte[]? Data, long? Length)
{
    public bool IsSync => Data is null && Length is null;
}

/// <summary>Reads what strace wrote down, one file per thread, so that no line is torn by another thread's.</summary>
internal static partial class SyscallLog
{
    /// <summary>Everything that was done, in the order in which it was done.</summary>
    /// <param name="folder">Where strace put its files.</param>
    public static IReadOnlyList<DiskEvent> Read(string folder) =>
        [.. Directory.EnumerateFiles(folder).SelectMany(File.ReadLines).Select(Parse).OfType<DiskEvent>().OrderBy(happened => happened.Done)];

    private static DiskEvent? Parse(string line)
    {
        var match = Line().Match(line);
        if (!match.Success)
        {
            Assert.False(line.Contains("write", StringComparison.Ordinal) && !line.Contains("= -1", StringComparison.Ordinal), $"A write that is not understood: {line[..Math.Min(line.Length, 200)]}");
            return null;
        }

        var begun = decimal.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture);
        var done = begun + decimal.Parse(match.Groups["took"].Value, CultureInfo.InvariantCulture);
        var (file, rest) = (Path.GetFileName(Encoding.UTF8.GetString(Bytes(match.Groups["file"].Value))), match.Groups["rest"].Value);
        if (match.Groups["call"].Value is "fdatasync" or "fsync")
        {
            return new DiskEvent(file, begun, done, 0, null, null);
        }

        if (match.Groups["call"].Value == "ftruncate")
        {
            return new DiskEvent(file, begun, done, 0, null, long.Parse(rest, CultureInfo.InvariantCulture));
        }

        var write = Written().Match(rest);
        var data = Bytes(write.Groups["data"].Value);
        Assert.Equal(data.Length, int.Parse(match.Groups["result"].Value, CultureInfo.InvariantCulture));
        return new DiskEvent(file, begun, done, long.Parse(write.Groups["offset"].Value, CultureInfo.InvariantCulture), data, null);
    }

    // Every byte is written as \x and two digits, those of names, too.
    private static byte[] Bytes(string escaped) => Convert.FromHexString(escaped.Replace("\\x", "", StringComparison.Ordinal));

    [GeneratedRegex("""^(?<time>[0-9.]+) (?<call>pwrite64|ftruncate|fdatasync|fsync)\([0-9]+<(?<file>[^>]+)>(, (?<rest>.*))?\) += (?<result>[0-9]+) <(?<took>[0-9.]+)>$""")]
    private static partial Regex Line();

    [GeneratedRegex("""^"(?<data>[^"]*)", [0-9]+, (?<offset>[0-9]+)$""")]
    private static partial Regex Written();
}
