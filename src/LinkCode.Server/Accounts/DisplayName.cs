using System.Globalization;
using System.Text;

namespace LinkCode.Server.Accounts;

/// <summary>What a person wants to be called: one line without anything that could turn the words around it.</summary>
internal static class DisplayName
{
    public const int Longest = 60;

    public static string? Read(string? typed, out Problem? problem)
    {
        var name = string.Join(' ', Clean(typed ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        problem = name.Length switch
        {
            0 => new Problem("name", "problem.name.missing"),
            > Longest => new Problem("name", "problem.name.long", Longest),
            _ => null,
        };
        return problem is null ? name : null;
    }

    private static string Clean(string typed)
    {
        var name = new StringBuilder(typed.Length);
        foreach (var rune in typed.EnumerateRunes())
        {
            // Joiners are invisible too, but names in many scripts are spelled with them.
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                name.Append(' ');
            }
            else if (rune.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned))
            {
                name.Append(rune);
            }
        }

        return name.ToString().Normalize();
    }
}
