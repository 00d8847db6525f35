using LinkCode.BrowserTests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>Pages in the other languages fit a narrow phone, run the right way and can be used by everybody.</summary>
public sealed class InEveryLanguage(Street street) : IClassFixture<Street>
{
    // Wider than the window, or cut off inside its own box: long words of one language that the others do not have.
    private const string CutOff = """
        () => [...document.querySelectorAll('main *, header *, footer *')]
          .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.classList.contains('spoken') && getComputedStyle(one).display !== 'inline')
          .map(one => one.outerHTML.slice(0, 120))
        """;

    public static TheoryData<string> Others => [.. Languages.Looked.Where(language => language != "en")];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task On_a_narrow_phone(string language)
    {
        var device = await street.DeviceAsync(name: "Living room");
        await using var person = await street.VisitorAsync(language: language);
        foreach (var path in (string[])["/", "/link", "/link?user_code=HELLO", "/sign-in", "/sign-up", "/forgot-password", "/help"])
        {
            await person.OpenAsync(path);
            await LookAsync(person.Page, language);
        }

        await person.SignInAsync(await street.AccountAsync());
        await person.OpenAsync("/devices");
        await LookAsync(person.Page, language);
        await person.OpenAsync("/link?user_code=" + device.UserCode);
        await person.Page.Locator("button[value=yes]").ClickAsync();
        await person.Page.ArriveAsync("/link/review");
        await LookAsync(person.Page, language);
        await Task.Delay(1100);
        await person.Page.Locator("button[value=yes]").ClickAsync();
        await person.Page.ArriveAsync("/link/done/");
        await LookAsync(person.Page, language);
        await person.OpenAsync("/devices");
        await LookAsync(person.Page, language);
    }

    private static async Task LookAsync(IPage page, string language)
    {
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.Locator("html").GetAttributeAsync("dir"));
        await page.InspectAsync();
        await page.SetViewportSizeAsync(320, 640);
        var cut = await page.EvaluateAsync<string[]>(CutOff);
        Assert.True(cut.Length == 0, page.Url + "\n" + string.Join('\n', cut));
    }
}
