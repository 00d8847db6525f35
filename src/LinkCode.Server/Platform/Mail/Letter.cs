using System.Globalization;

namespace LinkCode.Server.Platform.Mail;

/// <summary>What a mail says, before it becomes text and HTML: paragraphs, facts and at most one button.</summary>
internal sealed record Letter(string Subject, string Language)
{
    public IReadOnlyList<string> Opening { get; init; } = [];

    public IReadOnlyList<LetterFact> Facts { get; init; } = [];

    public LetterButton? Button { get; init; }

    public IReadOnlyList<string> Closing { get; init; } = [];

    /// <summary>Lets a letter be written in the language of whoever it is for, whoever asks and on whatever thread; empty for the language of the moment.</summary>
    public static Letter In(string language, Func<Letter> write)
    {
        if (language.Length == 0)
        {
            return write();
        }

        var (culture, texts) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return write();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, texts);
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
