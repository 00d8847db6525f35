using System.Globalization;
using System.Text;
using LinkCode.Server.Platform;

namespace LinkCode.Server.Apps;

/// <summary>What an app and its publisher may be called: nothing that reads as somebody else, or as whoever runs the site (T43).</summary>
internal static class AppName
{
    private const int Longest = 60;

    // Stands behind a sign and has it drawn in colour, as nearly every keyboard writes it.
    private const int AsPicture = 0xfe0f;

    /// <summary>The sentence that says what is wrong with a name, or null. Only names the operator has checked may be those of well-known makers.</summary>
    public static string? Problem(string name, bool isVerified, string siteName)
    {
        if (name.Length > Longest || HidesSomething(name))
        {
            return "An app's name and publisher are plain text of at most 60 characters, without control or direction characters, without invisible ones and without letters of mixed alphabets.";
        }

        if (isVerified)
        {
            return null;
        }

        if (ReservedNames.Find(Words(name)) is { } somebody)
        {
            return $"\"{name}\" reads as {somebody}. If you have checked that the app is theirs, register it as verified.";
        }

        return SpeaksForTheSite(Words(name), Words(siteName))
            ? $"\"{name}\" reads as the people who run this site. If it is theirs, register it as verified."
            : null;
    }

    /// <summary>How a word looks at a glance: without accents, and with every look-alike as the same letter.</summary>
    public static string Word(string word)
    {
        var bare = word.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark);
        var seen = string.Concat(bare.Select(letter => LookAlikes.Of(letter)));
        return seen.Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal);
    }

    private static List<string> Words(string name) =>
        [.. name.Split([.. name.Where(letter => !char.IsLetterOrDigit(letter) && LookAlikes.Of(letter) == letter && char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)], StringSplitOptions.RemoveEmptyEntries).Select(Word)];

    // The site's own name is the operator's as well, alone and with words of an office before, behind or grown together with it.
    private static bool SpeaksForTheSite(List<string> words, List<string> site)
    {
        var own = string.Concat(site);
        return words.Count > 0 && (words.TrueForAll(word => site.Contains(word) || ReservedNames.IsOffice(word)) || ReservedNames.IsOffice(own, string.Concat(words)));
    }

    private static bool HidesSomething(string text)
    {
        // Latin letters stand beside other scripts' look-alikes in no honest name; whole names in one script are fine.
        var hasLatin = text.Any(char.IsAsciiLetter);
        var hasLookAlike = text.Any(letter => letter is (>= '\u0370' and <= '\u058f') or (>= '\u10a0' and <= '\u10ff') or (>= '\u13a0' and <= '\u13ff') or (>= '\uab70' and <= '\uabbf') or (>= '\ua4d0' and <= '\ua4ff'));
        return (hasLatin && hasLookAlike)
            || !text.IsNormalized(NormalizationForm.FormKC)
            || (text.Length > 0 && text.EnumerateRunes().All(Invisible.Is))
            || text.EnumerateRunes().Any(rune => (Invisible.Is(rune) && rune.Value != AsPicture) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse);
    }
}
