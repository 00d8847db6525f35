using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LinkCode.Server.Codes;

/// <summary>The short code a person types (RFC 8628 §6.1): letters without vowels and look-alikes, or digits for remote controls.</summary>
internal sealed partial class UserCode
{
    /// <summary>The alphabet of RFC 8628 §6.1: no vowels, so no words; no digits, so no look-alikes.</summary>
    public const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    /// <summary>Twelve letters are enough for 136 million live codes.</summary>
    public const int MostLetters = 12;

    /// <summary>Fifteen digits are enough for 33 million live codes.</summary>
    public const int MostDigits = 15;

    private const int Shortest = 8;
    private const int FewestDigits = 9;
    private const int LongestTyped = 2000;

    private UserCode(string value) => Value = value;

    /// <summary>The bare code. Only for showing it to whoever typed it and to the device that asked.</summary>
    internal string Value { get; }

    /// <summary>The code as screens show it: <c>WDJB-MJHT</c>, <c>123 456 789</c>.</summary>
    public string Grouped => IsDigits
        ? string.Join(' ', Chunks(3))
        : string.Join('-', Chunks(Value.Length % 4 == 0 || Value.Length > 10 ? 4 : 5));

    /// <summary>The code letter by letter, for screen readers.</summary>
    public string Spelled => string.Join(", ", Value.AsEnumerable());

    private bool IsDigits => char.IsAsciiDigit(Value[0]);

    /// <summary>A new random code.</summary>
    public static UserCode Create(int length, bool digits) => new(RandomNumberGenerator.GetString(digits ? "0123456789" : Letters, length));

    /// <summary>Reads what a person typed or pasted: any case, spaces, dashes, full-width letters, a whole sentence or address.</summary>
    public static bool TryRead(string? typed, out UserCode code)
    {
        code = null!;
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > LongestTyped)
        {
            return false;
        }

        var text = IsWellFormed(typed) ? typed.Normalize(NormalizationForm.FormKC) : typed;
        var bare = Bare(text);
        if (!IsCode(bare))
        {
            bare = FindInside(text);
        }

        if (bare is null)
        {
            return false;
        }

        code = new UserCode(bare);
        return true;
    }

    /// <summary>The first few characters that no code has, as typed: a hint for whoever misread a letter. Digits alone are no mistake.</summary>
    public static IReadOnlyList<string> OtherLetters(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > LongestTyped || !IsWellFormed(typed))
        {
            return [];
        }

        var bare = Bare(typed.Normalize(NormalizationForm.FormKC));
        return bare.All(char.IsAsciiDigit)
            ? []
            : [.. bare.EnumerateRunes().Where(rune => !rune.IsBmp || !Letters.Contains((char)rune.Value, StringComparison.Ordinal)).Select(rune => rune.ToString()).Distinct().Take(3)];
    }

    public override string ToString() => "(a code)";

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // Normalizing throws for this one, too, though it is a whole character.
            if (text[i] == '\uFFFE' || (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]))))
            {
                return false;
            }
        }

        return true;
    }

    private static string Bare(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter) || letter is '.' or '·' or '・' or '。' or '_' or '−' or 'ー'
                || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format)
            {
                continue;
            }

            output.Append(char.ToUpperInvariant(letter));
        }

        return output.ToString();
    }

    private static bool IsCode(string bare) =>
        (bare.Length is >= Shortest and <= MostLetters && bare.All(letter => Letters.Contains(letter, StringComparison.Ordinal)))
        || (bare.Length is >= FewestDigits and <= MostDigits && bare.All(char.IsAsciiDigit));

    // A pasted address carries the code as user_code=; a pasted sentence has it as its only grouped word.
    private static string? FindInside(string text)
    {
        if (InAddress().Match(text) is { Success: true } address && IsCode(Bare(Uri.UnescapeDataString(address.Groups[1].Value))))
        {
            return Bare(Uri.UnescapeDataString(address.Groups[1].Value));
        }

        var words = Grouping().Matches(text).Select(match => Bare(match.Value)).Where(IsCode).Distinct().ToList();
        return words.Count == 1 ? words[0] : null;
    }

    private IEnumerable<string> Chunks(int size) => Value.Chunk(size).Select(chunk => new string(chunk));

    [GeneratedRegex(@"[?&]user_code=([^&#\s]{1,40})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InAddress();

    [GeneratedRegex(@"(?<![A-Za-z0-9]\p{Pd}?)(?:[BCDFGHJKLMNPQRSTVWXZ]{4,5}\p{Pd}[BCDFGHJKLMNPQRSTVWXZ]{4,5}(?:\p{Pd}[BCDFGHJKLMNPQRSTVWXZ]{4})?|[0-9]{3} [0-9]{3} [0-9]{3}(?: [0-9]{1,3}){0,2})(?!\p{Pd}?[A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Grouping();
}
