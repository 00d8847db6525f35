using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Browsing;

/// <summary>What a browser calls itself, in two words; empty where it does not say. A claim, good enough for its owner to know it again.</summary>
internal readonly record struct BrowserWords(string Browser, string System)
{
    public const int Longest = 40;

    // The first that is found counts: most browsers name the ones they descend from, too.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"), ("w3m/", "w3m"), ("curl/", "curl"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ];

    public static BrowserWords Read(string? userAgent) => new(Find(Browsers, userAgent), Find(Systems, userAgent));

    /// <summary>"Firefox on Windows", or as much of it as is known.</summary>
    public string Say(IStringLocalizer<Text> texts) => (Browser, System) switch
    {
        ("", "") => texts["browser.unknown"],
        (_, "") => Browser,
        ("", _) => texts["browser.of", System],
        _ => texts["browser.on", Browser, System],
    };

    private static string Find((string Mark, string Name)[] words, string? userAgent) =>
        Array.Find(words, word => userAgent?.Contains(word.Mark, StringComparison.Ordinal) == true).Name ?? "";
}
