using System.Collections.Frozen;
using System.Reflection;

namespace LinkCode.Server.Accounts;

/// <summary>
/// Whether a password would be guessed soon: many people have it, or, cut into the pieces that are cheapest to guess (words everybody uses,
/// what is known of its owner, runs, years), it comes to few bits. No rules about signs, which make passwords neither better nor easier to keep.
/// </summary>
internal static class EasyPassword
{
    // 2^26 guesses: those who copied the table need a day for it, and those at the door a life.
    private const double LeastBits = 26;

    // What comes after a hundred characters makes nothing easier to guess.
    private const int Longest = 100;
    private const int LongestPiece = 30;
    private const double OfWord = 9;
    private const double OfFact = 3;
    private const double OfRun = 6;

    private static readonly FrozenSet<string> Words = Read("CommonWords.txt");

    // What was found in breaches, the most usual first; see NOTICE.
    private static readonly FrozenSet<string> Passwords = Read("CommonPasswords.txt");

    // Neighbours on keyboards and number pads, and in alphabets.
    private static readonly string[] Lines =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
        "147", "258", "369", "159", "357", "789", "456", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "!@#$%^&*()", "!\"§$%&/()=",
    ];

    private static readonly FrozenSet<string> Runs = Lines.Concat(Lines.Select(Backwards)).SelectMany(Parts).ToFrozenSet(StringComparer.Ordinal);

    public static bool Is(string password, IEnumerable<string> facts)
    {
        var lower = password.Trim().ToLowerInvariant();
        lower = lower[..Math.Min(Longest, lower.Length)];
        var known = facts.Where(fact => fact.Length > 2).Select(fact => fact.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);

        // In 1q2w3e4r every second sign belongs together.
        var (even, odd) = (string.Concat(lower.Where((_, place) => place % 2 == 0)), string.Concat(lower.Where((_, place) => place % 2 == 1)));
        return known.Contains(lower) || Passwords.Contains(lower) || Math.Min(Bits(lower, known), Bits(even, known) + Bits(odd, known)) < LeastBits;
    }

    // The cheapest way to every place of the text, from its beginning.
    private static double Bits(string text, HashSet<string> facts)
    {
        var plain = string.Concat(text.Select(Letter));
        var cheapest = new double[text.Length + 1];
        Array.Fill(cheapest, double.MaxValue, 1, text.Length);
        for (var from = 0; from < text.Length; from++)
        {
            var same = from;
            while (same < text.Length && text[same] == text[from])
            {
                same++;
            }

            Reach(same, same - from < 3 ? double.MaxValue / 1000 : OfRun);
            for (var to = from + 1; to <= Math.Min(text.Length, from + LongestPiece); to++)
            {
                Reach(to, OfPiece(text[from..to], plain[from..to], facts));
            }

            void Reach(int to, double bits) => cheapest[to] = Math.Min(cheapest[to], cheapest[from] + bits);
        }

        return cheapest[^1];
    }

    private static double OfPiece(string piece, string plain, HashSet<string> facts) =>
        piece.Length == 1 ? OfSign(piece[0])
        : facts.Contains(piece) || facts.Contains(plain) ? OfFact
        : Words.Contains(piece) || Words.Contains(plain) ? OfWord
        : Runs.Contains(piece) || IsYear(piece) ? OfRun
        : double.MaxValue / 1000;

    private static double OfSign(char sign) => sign switch
    {
        >= '0' and <= '9' => 3.3,
        >= 'a' and <= 'z' => 4,
        < (char)128 => 5,
        _ => 8,
    };

    private static bool IsYear(string piece) => piece.Length == 4 && piece[..2] is "19" or "20" && piece.All(char.IsAsciiDigit);

    private static string Backwards(string piece) => string.Concat(piece.Reverse());

    private static IEnumerable<string> Parts(string line) =>
        from start in Enumerable.Range(0, line.Length) from end in Enumerable.Range(start + 3, Math.Max(0, line.Length - start - 2)) select line[start..end];

    // Signs that stand for letters.
    private static char Letter(char sign) => sign switch { '@' or '4' => 'a', '3' => 'e', '1' or '!' => 'i', '0' => 'o', '5' or '$' => 's', '7' => 't', _ => sign };

    private static FrozenSet<string> Read(string list)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(list)!);
        return reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#')).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(word => word.Length > 2).ToFrozenSet(StringComparer.Ordinal);
    }
}
