using System.Globalization;
using System.Text;

namespace LinkCode.Server.Codes;

/// <summary>What a device says of itself when it asks; shown and stored as its own claim, never believed.</summary>
internal sealed record DeviceFacts(string Name, string Type, string Model, string AppVersion, string InstallationId, string Languages)
{
    /// <summary>The most characters kept of each fact.</summary>
    public const int Longest = 60;

    public static readonly DeviceFacts None = new("", "", "", "", "", "");

    /// <summary>Takes facts from the wire: without control and direction characters, one line, cut to <see cref="Longest"/>.</summary>
    public static DeviceFacts From(string? name, string? type, string? model, string? appVersion, string? installationId, string? languages) =>
        (name ?? type ?? model ?? appVersion ?? installationId ?? languages) is null
            ? None
            : new(Clean(name), Clean(type), Clean(model), Clean(appVersion), Clean(installationId), Clean(languages));

    // Letters and digits of ASCII and single marks between them, as nearly every device sends.
    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or > '~' || (text[i] == ' ' && (i == 0 || i == text.Length - 1 || text[i - 1] == ' ')))
            {
                return false;
            }
        }

        return text.Length <= Longest;
    }

    private static string Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        if (IsClean(text))
        {
            return text;
        }

        var output = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isShown = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
            if (output.Length + rune.Utf16SequenceLength <= Longest)
            {
                output.Append(isShown ? rune.ToString() : " ");
            }
        }

        return string.Join(' ', output.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
