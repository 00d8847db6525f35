namespace LinkCode.Server.Apps;

/// <summary>Names that nobody gets without the operator's look at who asks: makers whom phishing imitates most, and words of an office.</summary>
internal static class ReservedNames
{
    // Long enough that no other word holds it by chance.
    private const int Unmistakable = 8;

    private static readonly string[] Makers =
    [
        "Amazon", "Apple", "Facebook", "GitHub", "Google", "iCloud", "Instagram", "LinkedIn", "Mastercard", "Microsoft", "Netflix", "Nintendo",
        "OpenAI", "Outlook", "PayPal", "PlayStation", "Samsung", "Sony", "Spotify", "Steam", "Visa", "WhatsApp", "Xbox", "YouTube",
    ];

    private static readonly HashSet<string> Office =
    [
        .. "account accounts admin administrator administration care center centre customer desk help helpdesk id identity login mail official password security service services sign in support system team the verification verify".Split(' ').Select(AppName.Word),
    ];

    // What makers call their own things, beside the words of an office.
    private static readonly HashSet<string> Things = [.. "app apps cloud home music pay play store tv video".Split(' ').Select(AppName.Word)];

    /// <summary>The maker that these words, as they look at a glance, read as; also in two words, in single letters, within a longer one or grown together with what makers offer.</summary>
    public static string? Find(IReadOnlyList<string> words)
    {
        var whole = string.Concat(words);
        var pairs = words.Zip(words.Skip(1), string.Concat);
        var heard = words.Concat(pairs).Append(whole).ToHashSet(StringComparer.Ordinal);
        return Array.Find(Makers, maker => AppName.Word(maker) is var seen
            && (heard.Any(word => IsOffice(seen, word, Things)) || (seen.Length >= Unmistakable && whole.Contains(seen, StringComparison.Ordinal))));
    }

    /// <summary>Whether a word, as it looks at a glance, belongs to an office and not to a thing.</summary>
    public static bool IsOffice(string word) => IsMadeOf(word, Office);

    /// <summary>Whether a word is somebody's name, alone or grown together with words of an office or of this kind.</summary>
    public static bool IsOffice(string somebody, string word, IReadOnlySet<string>? kind = null)
    {
        var place = somebody.Length == 0 ? -1 : word.IndexOf(somebody, StringComparison.Ordinal);
        IEnumerable<string> parts = kind is null ? Office : Office.Concat(kind);
        return place >= 0 && IsMadeOf(word[..place], parts) && IsMadeOf(word[(place + somebody.Length)..], parts);
    }

    private static bool IsMadeOf(string word, IEnumerable<string> parts) =>
        word.Length == 0 || parts.Any(part => word.StartsWith(part, StringComparison.Ordinal) && IsMadeOf(word[part.Length..], parts));
}
