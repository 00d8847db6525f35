using System.Globalization;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Six digits of an authenticator app, as a person types them: in any script, with or without spaces.</summary>
internal sealed record AppCode
{
    public const int Length = 6;

    // Enough for digits with spaces between; what is longer was pasted by mistake.
    private const int LongestTyped = 40;

    private AppCode(string digits) => Digits = digits;

    public string Digits { get; }

    public static AppCode? Read(string? typed)
    {
        if (typed is null or { Length: > LongestTyped })
        {
            return null;
        }

        var bare = typed.Where(letter => !char.IsWhiteSpace(letter) && letter != '-').Select(letter => CharUnicodeInfo.GetDecimalDigitValue(letter)).ToList();
        return bare.Count == Length && bare.TrueForAll(digit => digit >= 0) ? new AppCode(string.Concat(bare)) : null;
    }

    public override string ToString() => "(a code)";
}
