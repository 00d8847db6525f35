using System.Net;

namespace LinkCode.Tests.Accounts;

public sealed class SentMailPage(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    [Fact]
    public async Task Lets_a_person_sign_up_with_nothing_but_a_browser()
    {
        var (browser, address) = (fixture.Site.Browser(), Site.NewAddress());
        var waiting = await browser.PressAsync(await browser.GetAsync("/sign-up"), "Make the account", ("name", "Ana"), ("mail", address), ("new-password", Words.Password));
        await fixture.Site.LetterAsync(address);
        var list = await browser.GetAsync(waiting.Document.QuerySelector("main a[href='/dev/mail']")!.GetAttribute("href")!);
        var row = list.Document.QuerySelectorAll("tbody tr").First(one => one.TextContent.Contains(address, StringComparison.Ordinal));
        var letter = await browser.GetAsync(row.QuerySelector("a")!.GetAttribute("href")!);
        await browser.PressAsync(await browser.GetAsync(letter.Document.QuerySelector("a.button")!.GetAttribute("href")!), "Yes, it is mine");
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Is_not_there_outside_development()
    {
        await using var site = await Site.ProductionAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync("/dev/mail")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync("/dev/mail/1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync("/dev/mail/templates")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync("/dev/mail/templates/confirm")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync("/design")).Status);
    }
}
