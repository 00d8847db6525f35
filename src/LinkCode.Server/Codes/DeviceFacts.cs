using System.Globalization;
using System.Text;
using LinkCode.Server.Platform;

namespace LinkCode.Server.Codes;

/// <summary>What a device says of itself when it asks; shown and stored as its own claim, never believed.</summary>
internal sealed record DeviceFacts(string Name, string Type, string Model, string AppVersion, string InstallationId, string Languages)
{
    /// <summary>The most characters kept of each fact.</summary>
    public const int Longest = 60;

    // As many as a letter of any living script carries.
    private const int MostMarks = 4;

    public static readonly DeviceFacts None = new("", "", "", "", "", "");

    /// <summary>Takes facts from the wire: without control, direction and invisible characters, one line, cut to <see cref="Longest"/>.</summary>
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
        var marks = MostMarks;
        foreach (var rune in text.EnumerateRunes())
        {
            // Marks need a letter to stand on, and a tower of them would cover the lines above.
            if (IsMark(rune))
            {
                if (!Invisible.Is(rune) && ++marks <= MostMarks && output.Length + rune.Utf16SequenceLength <= Longest)
                {
                    output.Append(rune);
                }

                continue;
            }

            var isShown = IsShown(rune);
            marks = isShown && !Rune.IsWhiteSpace(rune) ? 0 : MostMarks;
            if (output.Length + rune.Utf16SequenceLength <= Longest)
            {
                output.Append(isShown ? rune.ToString() : " ");
            }
        }

        return string.Join(' ', output.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsShown(Rune rune) => !Invisible.Is(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
