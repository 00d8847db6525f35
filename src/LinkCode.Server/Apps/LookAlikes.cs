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
        + "ıi ɑa ɡg łi đd ħh ŧt øo ƀb ɓb ɗd ƙk ƒf ɨi ʉu ƶz ɫi ɩi ƚi ɛe ʋv ȷj ɋq ɍr ɏy ǀi ßb "
        + SmallCapitals + Lisu + Cherokee;

    private const string SmallCapitals = "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟi ᴍm ɴn ᴏo ᴘp ꞯq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz ";
    private const string Lisu = "ꓮa ꓐb ꓚc ꓓd ꓰe ꓝf ꓖg ꓧh ꓲi ꓙj ꓗk ꓡi ꓟm ꓠn ꓳo ꓑp ꓣr ꓢs ꓔt ꓴu ꓦv ꓪw ꓫx ꓬy ꓜz ";
    private const string Cherokee = "Ꭺa Ᏼb Ꮯc Ꭰd Ꭼe Ꮁf Ꮐg Ᏻg Ꮋh Ꭵi Ꮖi Ꭻj Ꮶk Ꮮi Ꮇm Ꮑn Ꮎo Ꮻo Ꮲp Ꭱr Ꮢr Ꮪs Ꮥs Ꭲt Ꮜu Ꮩv Ꮃw Ꮤw Ꮍy Ꭹy Ꮓz Ꮞa";

    private static readonly FrozenDictionary<char, char> Read = Pairs.Split(' ').ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The letter this one is read as, or itself, small.</summary>
    public static char Of(char letter) =>
        Read.TryGetValue(letter, out var read) || Read.TryGetValue(char.ToLowerInvariant(letter), out read) || Read.TryGetValue(char.ToUpperInvariant(letter), out read)
            ? read
            : char.ToLowerInvariant(letter);
}
