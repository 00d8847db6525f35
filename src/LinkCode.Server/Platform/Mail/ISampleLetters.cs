namespace LinkCode.Server.Platform.Mail;

/// <summary>Writes every letter of a room with invented facts, for the page that shows them all in Development. Whatever writes letters fills it.</summary>
internal interface ISampleLetters
{
    /// <summary>In the language of the moment.</summary>
    IEnumerable<SampleLetter> Write();
}

/// <summary>A letter with invented facts.</summary>
/// <param name="Name">What its texts begin with: <c>mail.</c>, this, <c>.subject</c>.</param>
/// <param name="Letter">The letter.</param>
internal sealed record SampleLetter(string Name, Letter Letter);
