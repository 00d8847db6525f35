using System.Collections.Frozen;

namespace LinkCode.Server.Apps;

/// <summary>Letters and signs that people read as another letter. Unicode's list (TS 39) has thousands; these are the ones that spell whole names.</summary>
internal static class LookAlikes
{
    // Each pair: what is written, what is read. The three letters i, l and 1 are one at a glance.
    private const string Pairs =
        "0o 1i 3e 4a 5s 7t 8b @a $s !i |i li "
        + "аa вb еe ѕs іi јj кk мm нh оo рp сc тt уy хx ԁd ԛq ԝw һh ӏi "
        + "αa βb εe ηn ιi κk νv οo ρp τt υu χx "
        + "օo ոn սu հh յj ցg "
        + "ıi ɑa ɡg";

    private static readonly FrozenDictionary<char, char> Read = Pairs.Split(' ').ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The letter this one is read as, or itself.</summary>
    public static char Of(char letter) => Read.GetValueOrDefault(letter, letter);
}
