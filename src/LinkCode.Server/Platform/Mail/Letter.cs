namespace LinkCode.Server.Platform.Mail;

/// <summary>What a mail says, before it becomes text and HTML: paragraphs, facts and at most one button.</summary>
internal sealed record Letter(string Subject, string Language)
{
    public IReadOnlyList<string> Opening { get; init; } = [];

    public IReadOnlyList<LetterFact> Facts { get; init; } = [];

    public LetterButton? Button { get; init; }

    public IReadOnlyList<string> Closing { get; init; } = [];

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
