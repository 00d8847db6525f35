using LinkCode.Tests.Host;

namespace LinkCode.Tests.Accounts;

/// <summary>Goes through the pages of an authenticator app.</summary>
internal static class SecondStepPages
{
    /// <summary>Sets the app up for whoever is signed in, as the pages say. The recovery codes on paper come with it.</summary>
    public static async Task<(AppOnAPhone App, IReadOnlyList<string> Paper)> SetUpAsync(Site site, Browser browser)
    {
        var shown = await browser.PressAsync(await browser.GetAsync("/security/app"), "Set up an authenticator app", ("do", "begin"));
        var app = new AppOnAPhone(shown.Document.QuerySelector(".key")!.TextContent, site.Clock);
        site.Clock.AdvanceToHalfMinute();
        var paper = await browser.PressAsync(shown, "Check the code", ("do", "confirm"), ("code", app.Code()));
        Assert.Equal("Your recovery codes", paper.Heading);
        return (app, OnPaper(paper));
    }

    public static IReadOnlyList<string> OnPaper(Page page) => [.. page.Document.QuerySelectorAll(".papers .code").Select(code => code.TextContent)];
}
