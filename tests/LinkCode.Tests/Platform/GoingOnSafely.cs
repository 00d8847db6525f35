using System.Net;
using LinkCode.Tests.Accounts;

namespace LinkCode.Tests.Platform;

/// <summary>A place to go on to that no address of ours looks like is as good as none, and never a fault (T58).</summary>
public sealed class GoingOnSafely(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    private Site Site => fixture.Site;

    public static TheoryData<string> Places => ["/\u00e9", "/help?\u00e9", "/\u4f60", "/help#\U0001f600", "/a\u2028b", "//evil.example", "/\\evil.example"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task T58_signing_in_and_out_goes_home(string place)
    {
        var (browser, address) = (Site.Browser(), Site.NewAddress());
        await Site.AccountAsync(address);
        var signedIn = await PostAsync(browser, "/sign-in", place, ("mail", address), ("password", Words.Password));
        Assert.Equal((HttpStatusCode.OK, "/"), (signedIn.Status, signedIn.Path));
        var signedOut = await PostAsync(browser, "/sign-out", place);
        Assert.Equal((HttpStatusCode.OK, "/sign-out"), (signedOut.Status, signedOut.Path));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task T58_choosing_a_language_shows_that_it_was_chosen(string place)
    {
        var browser = Site.Browser();
        var chosen = await PostAsync(browser, "/language", place, ("language", "ar"));
        Assert.Equal((HttpStatusCode.OK, "/language"), (chosen.Status, chosen.Path));
        Assert.Equal("ar", chosen.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task An_address_that_spells_other_letters_as_addresses_do_is_kept()
    {
        var browser = Site.Browser();
        Assert.Equal("/help?a=%C3%A9", (await PostAsync(browser, "/language", "/help?a=%C3%A9", ("language", "en"))).Path);
    }

    private static async Task<Page> PostAsync(Browser browser, string path, string place, params (string Name, string Value)[] fields)
    {
        var check = (await browser.GetAsync(path)).Document.QuerySelector("main input[name=check]")!.GetAttribute("value")!;
        return await browser.PostAsync($"{path}?next={Uri.EscapeDataString(place)}", [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("check", check)]);
    }
}
