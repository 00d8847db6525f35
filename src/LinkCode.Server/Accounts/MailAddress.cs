using System.Globalization;
using System.Text;

namespace LinkCode.Server.Accounts;

/// <summary>A mail address that can be written to, in one spelling: compatibility forms folded, domain in lower case.</summary>
internal sealed record MailAddress
{
    // RFC 5321, 4.5.3.1: 64 octets before the @, 254 in all that fit a path.
    private const int LongestLocal = 64;
    private const int Longest = 254;
    private static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    private MailAddress(string text) => Text = text;

    public string Text { get; }

    /// <summary>The address, or what to put right about it.</summary>
    public static MailAddress? Read(string? typed, out Problem? problem)
    {
        var text = Fold(typed);
        var at = text.LastIndexOf('@');
        var (local, domain) = at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
        problem = text.Length == 0 ? new Problem("mail", "problem.mail.missing")
            : domain.Length == 0 ? new Problem("mail", "problem.mail.incomplete")
            : null;
        if (problem is null && IsLocal(local) && Ascii(domain) is { } ascii && local.Length + ascii.Length < Longest)
        {
            return new MailAddress($"{local}@{ascii}");
        }

        problem ??= new Problem("mail", "problem.mail.wrong");
        return null;
    }

    public override string ToString() => "(an address)";

    private static string Fold(string? typed)
    {
        try
        {
            return (typed ?? "").Trim().Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair is no text.
            return "?";
        }
    }

    private static bool IsLocal(string local) =>
        local.Length is > 0 && Encoding.UTF8.GetByteCount(local) <= LongestLocal
        && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
        && local.EnumerateRunes().All(rune => rune.IsAscii
            ? Rune.IsLetterOrDigit(rune) || ".!#$%&'*+-/=?^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal)
            : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private static string? Ascii(string domain)
    {
        try
        {
            // A dot at the end names the same domain, and digits at the end are no domain but a machine.
            var ascii = Domains.GetAscii(domain).ToLowerInvariant().TrimEnd('.');
            var last = ascii[(ascii.LastIndexOf('.') + 1)..];
            return last.Length < ascii.Length && last.Length > 0 && !last.All(char.IsAsciiDigit) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
