using LinkCode.BrowserTests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>What a television across the room has to get right.</summary>
public sealed class Screens(Street street) : IClassFixture<Street>
{
    /// <summary>The place of every letter of every shown code, in the order of the text.</summary>
    private const string PlacesOfLetters = """
        () => [...document.querySelectorAll('.code [aria-hidden], .code .seen')].map(code => {
          const text = code.firstChild, range = document.createRange();
          return [...text.data].map((_, place) => { range.setStart(text, place); range.setEnd(text, place + 1); return range.getBoundingClientRect().left; });
        })
        """;

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(1280, 720)]
    [InlineData(854, 480)]
    public async Task A_photograph_of_the_screen_opens_the_page_for_its_code(int width, int height)
    {
        await using var television = await street.TelevisionAsync(width, height);
        Assert.Equal($"{street.Server.Address}link?user_code={television.Code}", await television.ScanAsync());

        // Nothing is cut off: a television has no scroll bar.
        Assert.True(await television.Page.EvaluateAsync<bool>("() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task A_code_keeps_its_order_in_a_language_that_runs_from_right_to_left()
    {
        var device = await street.DeviceAsync();
        await using var person = await street.ResidentAsync(language: "ar");
        await person.OpenAsync("/link?user_code=" + device.UserCode);
        await KeepsOrderAsync(person.Page, 1);
        await person.Page.Locator("button[value=yes]").ClickAsync();
        await person.Page.ArriveAsync("/link/review");
        await KeepsOrderAsync(person.Page, 1);

        await using var stranger = await street.VisitorAsync(language: "ar");
        await stranger.OpenAsync("/");
        await KeepsOrderAsync(stranger.Page, 1);
        await stranger.OpenAsync("/television");
        await Assertions.Expect(stranger.Page.Locator("main .code .seen")).Not.ToBeEmptyAsync();
        await KeepsOrderAsync(stranger.Page, 1);

        await stranger.OpenAsync("/link");
        Assert.Equal("ltr", await stranger.Page.Locator("#code").EvaluateAsync<string>("field => getComputedStyle(field).direction"));
        Assert.Equal("ltr", await stranger.Page.Locator("#code-hint bdi").First.EvaluateAsync<string>("example => getComputedStyle(example).direction"));
    }

    private static async Task KeepsOrderAsync(IPage page, int codes)
    {
        Assert.Equal("rtl", await page.Locator("html").GetAttributeAsync("dir"));
        var places = await page.EvaluateAsync<double[][]>(PlacesOfLetters);
        Assert.Equal(codes, places.Length);
        Assert.All(places, letters =>
        {
            Assert.Equal(9, letters.Length);
            Assert.Equal(letters.Order(), letters);
        });
    }
}
