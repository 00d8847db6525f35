using System.Globalization;

namespace LinkCode.Bench.Rounds;

/// <summary>What the command line asked for.</summary>
/// <param name="Parts">The measurements to make, or all.</param>
/// <param name="Rounds">Paired rounds, or null for each measurement's own number.</param>
/// <param name="Quick">Fewer codes and rounds, for a look; every part stays below three minutes.</param>
/// <param name="Write">Whether RESULTS.md and its plots are written.</param>
/// <param name="PrepareOnly">Fills the peers that keep their codes, and measures nothing.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Parts, int? Rounds, bool Quick, bool Write, bool PrepareOnly)
{
    public static BenchOptions? Read(string[] words, IReadOnlyCollection<string> known)
    {
        var (parts, quick, write, prepare) = (new List<string>(), false, false, false);
        int? rounds = null;
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--quick": quick = true; break;
                case "--write": write = true; break;
                case "--prepare": prepare = true; break;
                case "--rounds" when i + 1 < words.Length && int.TryParse(words[i + 1], CultureInfo.InvariantCulture, out var count) && count > 0:
                    rounds = count;
                    i++;
                    break;
                case var part when known.Contains(part): parts.Add(part); break;
                default: return null;
            }
        }

        var isAll = parts.Count == 0;
        return new BenchOptions(isAll ? [.. known] : parts, rounds, quick, write || (isAll && !quick), prepare);
    }

    /// <summary>The codes that polls go round.</summary>
    public int PolledCodes => Quick ? 2_000 : 10_000;

    /// <summary>What to type to measure a part in the same way.</summary>
    public string Command(string part) => $"./do bench {part}" + (Quick ? " --quick" : "") + (Rounds is { } rounds ? string.Create(CultureInfo.InvariantCulture, $" --rounds {rounds}") : "");

    public int RoundsOr(int usual) => Rounds ?? (Quick ? Math.Max(2, usual / 3) : usual);
}
