using System.Net;
using LinkCode.Tests.Codes.Pages;

namespace LinkCode.Tests.Accounts;

/// <summary>A television is linked, scripts off, and the code survives every step on the way.</summary>
public sealed class LinkingWithTheSecondStep(LinkSite link) : IClassFixture<LinkSite>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_password_and_app_or_a_code_on_paper(bool onPaper)
    {
        var (browser, address) = await link.AddressedPersonAsync();
        var (app, paper) = await SecondStepPages.SetUpAsync(link.Site, browser);
        await browser.PressAsync(await browser.GetAsync("/sign-out"), "Sign out");
        link.Site.Clock.Advance(TimeSpan.FromMinutes(1));

        var device = await link.DeviceAsync();
        var signIn = await LinkSite.TypeAsync(browser, device.UserCode);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(8));
        var step = await browser.PressAsync(signIn, "Sign in", ("mail", address), ("password", Words.Password));
        Assert.Equal("One more step", step.Heading);
        Assert.Contains(device.UserCode, step.Text, StringComparison.Ordinal);

        // Holds are taken up behind the answer.
        await Task.Delay(300);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(8));
        if (onPaper)
        {
            step = await browser.GetAsync(step.Document.QuerySelectorAll("main a").Single(one => one.TextContent == "Use a recovery code").GetAttribute("href")!);
            Assert.Contains(device.UserCode, step.Text, StringComparison.Ordinal);
        }

        var review = await browser.PressAsync(step, "Sign in", ("code", onPaper ? paper[0] : app.Code()));
        Assert.Equal("Link this television?", review.Heading);
        Assert.StartsWith("/link/done/", (await link.AnswerAsync(browser, review, "yes")).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }
}
