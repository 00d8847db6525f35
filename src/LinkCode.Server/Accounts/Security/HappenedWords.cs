using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Security;

/// <summary>What happened to an account, as its owner reads it.</summary>
/// <param name="What">The word of the room it happened in.</param>
internal sealed record Happened(long Id, DateTimeOffset At, string What, string Network);

/// <summary>The sentence for every word of the audit trail.</summary>
internal static class HappenedWords
{
    /// <summary>The key of a word's sentence.</summary>
    public static string Key(string what) => "happened." + what;

    public static string Sentence(this IStringLocalizer<Text> texts, Happened happened)
    {
        var sentence = texts[Key(happened.What)];

        // A room that is gone may have left words behind.
        return sentence.ResourceNotFound ? texts["happened.other", happened.What] : sentence;
    }
}
