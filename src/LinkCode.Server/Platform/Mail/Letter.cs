using System.Globalization;

namespace LinkCode.Server.Platform.Mail;

/// <summary>What a mail says, before it becomes text and HTML: paragraphs, facts and at most one button.</summary>
internal sealed record Letter(string Subject, string Language)
{
    public IReadOnlyList<string> Opening { get; init; } = [];

    public IReadOnlyList<LetterFact> Facts { get; init; } = [];

    public LetterButton? Button { get; init; }

    public IReadOnlyList<string> Closing { get; init; } = [];

    /// <summary>Lets a letter be written in the language and the time zone of whoever it is for, whoever asks and on whatever thread.</summary>
    public static Letter In(Reader reader, Func<Letter> write)
    {
        var (culture, texts, zone) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, TimeZones.Current);
        try
        {
            if (reader.Language.Length > 0)
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(reader.Language);
            }

            TimeZones.Current = TimeZones.Find(reader.TimeZone);
            return write();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, TimeZones.Current) = (culture, texts, zone);
        }
    }

    /// <summary>Letters hold links that open accounts, so only the subject may reach a log.</summary>
    public override string ToString() => $"(a letter: {Subject})";
}

/// <summary>A line such as "App: Lantern".</summary>
internal sealed record LetterFact(string Name, string Value);

/// <summary>The one thing to do from a letter; <c>IsWarning</c> paints it as "This wasn't me".</summary>
internal sealed record LetterButton(string Label, string Url, bool IsWarning = false)
{
    public override string ToString() => $"(a button: {Label})";
}
