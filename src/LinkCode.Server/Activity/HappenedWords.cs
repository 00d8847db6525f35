using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Activity;

/// <summary>The sentence for every word of the audit trail.</summary>
internal static class HappenedWords
{
    /// <summary>The key of a word's sentence.</summary>
    public static string Key(string what) => "happened." + what;

    /// <summary>What a word says to the person it concerns.</summary>
    public static string Sentence(this IStringLocalizer<Text> texts, string what)
    {
        var sentence = texts[Key(what)];

        // A room that is gone may have left words behind.
        return sentence.ResourceNotFound ? texts["happened.other", what] : sentence;
    }
}
