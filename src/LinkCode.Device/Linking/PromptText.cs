using System.Globalization;
using System.Text;

namespace LinkCode.Device;

/// <summary>Words and marks around a code.</summary>
internal static class PromptText
{
    private static readonly string[] LetterWords =
    [
        "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike",
        "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
    ];

    /// <summary>Takes out what could steer a terminal or turn the text around: the server's words are shown as they are otherwise.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }

    public static string Grouped(string code)
    {
        if (!code.All(char.IsLetterOrDigit) || code.Length < 6)
        {
            return code;
        }

        var size = code.Length % 4 == 0 || (code.Length % 3 != 0 && code.Length > 6) ? 4 : 3;
        return string.Join("-", Enumerable.Range(0, (code.Length + size - 1) / size).Select(i => code.Substring(i * size, Math.Min(size, code.Length - (i * size)))));
    }

    public static string Spelled(string code) =>
        string.Join(". ", Groups(code).Select(group => string.Join(", ", group.Select(letter => letter.ToString()))));

    public static string WithWords(string code) => string.Join(". ", Groups(code).Select(group => string.Join(", ", group.Select(Word))));

    public static string Short(string address)
    {
        var from = address.IndexOf("://", StringComparison.Ordinal);
        var without = (from < 0 ? address : address.Substring(from + 3)).TrimEnd('/');
        return without.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? without.Substring(4) : without;
    }

    public static string Lines(LinkPrompt prompt)
    {
        var time = Minutes(prompt.Lifetime);
        return $"""
            To link this device, go to this address on your phone or computer:

                {prompt.Address}

            and type this code:

                {prompt.GroupedCode}

            The code works for {time}. Linking costs nothing and needs no phone call.
            """.Replace("\r", "");
    }

    public static string Speech(LinkPrompt prompt)
    {
        var place = prompt.ShortAddress.Replace("/", " slash ").Replace(":", " colon ").Replace("-", " dash ").Replace(".", " dot ");
        return $"To link this device, open this address on your phone or computer: {place}. Then type this code: {prompt.SpelledCode}. "
            + $"Once more, the code is: {prompt.SpelledWithWords}. It works for {Minutes(prompt.Lifetime)}.";
    }

    public static string Minutes(TimeSpan time)
    {
        var minutes = (int)time.TotalMinutes;
        return minutes switch
        {
            0 => string.Format(CultureInfo.InvariantCulture, "{0} seconds", (int)time.TotalSeconds),
            1 => "one minute",
            _ => string.Format(CultureInfo.InvariantCulture, "{0} minutes", minutes),
        };
    }

    private static IEnumerable<string> Groups(string code) =>
        Grouped(code).Split('-', ' ', '.', '\u2013').Where(group => group.Length > 0);

    private static string Word(char letter) => char.ToUpperInvariant(letter) is >= 'A' and <= 'Z' and var upper
        ? $"{upper} as in {LetterWords[upper - 'A']}"
        : letter.ToString();
}
