using LinkCode.BrowserTests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>The pages about a person's data, for everybody: axe, 320 px, light and dark, left to right and right to left, without scripts.</summary>
public sealed class PagesOfPrivacy(Street street) : IClassFixture<Street>
{
    public static TheoryData<string> InLanguages => [.. Languages.Looked];

    [Theory]
    [MemberData(nameof(InLanguages))]
    public async Task Of_somebody_who_looks_through_takes_along_leaves_and_stays(string language)
    {
        var mail = await street.AccountAsync();
        await using var person = await street.VisitorAsync(language: language);
        await person.SignInAsync(mail);
        await LookAsync(person.Page, "/privacy/review");
        await LinkAsync(person.Page);
        await person.OpenAsync("/privacy/review");
        await person.Page.Locator("button[name=remove]").ClickAsync();
        await person.Page.Locator("button[name=restore]").WaitForAsync();
        await LookAsync(person.Page);
        await person.Page.Locator("button[name=restore]").ClickAsync();
        await person.Page.Locator("button[name=remove]").WaitForAsync();
        await LookAsync(person.Page);

        await LookAsync(person.Page, "/privacy/export");
        await person.Page.Locator("button[value=make]").ClickAsync();

        // The page comes again by itself until the file is there.
        await person.Page.Locator("button[value=fetch]").WaitForAsync(new() { Timeout = Street.Patience });
        await LookAsync(person.Page);
        var download = await person.Page.RunAndWaitForDownloadAsync(() => person.Page.Locator("button[value=fetch]").ClickAsync());
        Assert.Equal("account.zip", download.SuggestedFilename);

        await LookAsync(person.Page, "/privacy/delete");
        await person.Page.Locator("button.danger").ClickAsync();
        await person.Page.Locator(".problem").WaitForAsync();
        await LookAsync(person.Page);
        await person.Page.Locator("input[name=sure]").CheckAsync();
        await person.Page.Locator("button.danger").ClickAsync();
        await person.Page.Locator("main a.button[href='/sign-in']").WaitForAsync();
        await LookAsync(person.Page);
        await person.OpenAsync("/sign-in");
        await person.FillSignInAsync(mail);
        Assert.Equal("/privacy/leaving", person.Path);
        await LookAsync(person.Page);
        await person.Page.Locator("main form button").ClickAsync();
        await person.Page.Locator(".notice.good").First.WaitForAsync();
    }

    private async Task LinkAsync(IPage page)
    {
        var device = await street.DeviceAsync(name: "Living room");
        await page.GotoAsync($"{street.Server.Address}link?user_code={device.UserCode}");
        await page.Locator("button[value=yes]").ClickAsync();
        await page.ArriveAsync("/link/review");
        await Task.Delay(1100);
        await page.Locator("button[value=yes]").ClickAsync();
        await page.ArriveAsync("/link/done/");
        await device.PollAsync();
    }

    private async Task LookAsync(IPage page, string? path = null)
    {
        if (path is not null)
        {
            await page.GotoAsync(new Uri(street.Server.Address, path).AbsoluteUri);
        }

        await page.InspectAsync();
    }
}
