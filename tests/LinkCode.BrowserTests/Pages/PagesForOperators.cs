using LinkCode.BrowserTests.Host;
using LinkCode.Server.Platform.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>What people who run or translate the server look at in Development: the components, and every letter.</summary>
public sealed class PagesForOperators(Street street) : IClassFixture<Street>
{
    public static TheoryData<string> InLanguages => [.. Languages.Looked];

    [Theory]
    [MemberData(nameof(InLanguages))]
    public async Task The_page_of_components(string language)
    {
        await using var person = await street.VisitorAsync(language: language);
        await person.OpenAsync("/design");
        await person.Page.InspectAsync(looksOtherwiseWhenWide: true);
    }

    [Fact]
    public async Task The_list_of_letters()
    {
        await using var person = await street.VisitorAsync();
        await person.OpenAsync("/dev/mail/templates");
        await person.InspectAsync("Every mail there is");
        await person.OpenAsync("/dev/mail/templates/confirm");
        await person.InspectAsync("confirm", looksOtherwiseWhenWide: true);
    }

    [Theory]
    [MemberData(nameof(InLanguages))]
    public async Task Every_letter_fits_a_narrow_phone(string language)
    {
        await using var person = await street.VisitorAsync(language: language);
        await person.Page.SetViewportSizeAsync(320, 640);
        foreach (var name in Names())
        {
            await person.OpenAsync($"/dev/mail/templates/{name}?handler=html&language={language}");
            Assert.Equal(language == "ar" ? "rtl" : "ltr", await person.Page.Locator("html").GetAttributeAsync("dir"));
            Assert.True(await person.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{name} is too wide in {language}");
            await KeepAsync(person.Page, $"letter-{name}-{language}");
        }
    }

    private List<string> Names()
    {
        using var scope = street.Server.Services.CreateScope();
        return [.. scope.ServiceProvider.GetServices<ISampleLetters>().SelectMany(writer => writer.Write()).Select(sample => sample.Name)];
    }

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LINKCODE_SHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }
}
