using LinkCode.Server.Platform;

namespace LinkCode.BrowserTests.Pages;

/// <summary>The languages that pages are looked at in: every one by <c>./do shots</c>, for people to look at, too; otherwise the one that reads from right to left, in which most can go wrong. Journeys are in English.</summary>
internal static class Languages
{
    public static IEnumerable<string> Looked { get; } =
        Environment.GetEnvironmentVariable("LINKCODE_SHOTS") is { Length: > 0 } ? PlatformRoom.Languages : ["ar"];
}
