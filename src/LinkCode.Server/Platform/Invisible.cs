using System.Globalization;
using System.Text;

namespace LinkCode.Server.Platform;

/// <summary>
/// Characters that show nothing, though most of them count as letters or marks: the fillers and selectors that Unicode calls
/// default-ignorable (UAX 44), and two blanks that it does not. What is merely a space or a control is not meant here.
/// </summary>
internal static class Invisible
{
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x034f, 0x034f), (0x115f, 0x1160), (0x17b4, 0x17b5), (0x180b, 0x180f), (0x2065, 0x2065), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xfe00, 0xfe0f), (0xffa0, 0xffa0), (0xfff0, 0xfff8), (0x1d159, 0x1d159), (0xe0000, 0xe0fff),
    ];

    public static bool Is(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || Array.Exists(Ranges, range => rune.Value >= range.First && rune.Value <= range.Last);
}
