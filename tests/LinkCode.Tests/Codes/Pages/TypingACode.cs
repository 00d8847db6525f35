using System.Net;
using System.Text.RegularExpressions;
using LinkCode.Tests.Accounts;

namespace LinkCode.Tests.Codes.Pages;

/// <summary>The page with the one field.</summary>
public sealed partial class TypingACode(LinkSite link) : IClassFixture<LinkSite>
{
    private Browser Stranger => link.Site.Browser();

    [Theory]
    [InlineData("", "There is no code yet")]
    [InlineData("WDJB", "That is not a whole code")]
    [InlineData("12345", "That is not a whole code")]
    [InlineData("WDJA-M1HT", "You typed “A” and “1”.")]
    public async Task What_cannot_be_a_code_stays_in_the_field_with_a_hint(string typed, string hint)
    {
        var page = await LinkSite.TypeAsync(Stranger, typed);
        Assert.Contains(hint, page.Text, StringComparison.Ordinal);
        var field = page.Document.QuerySelector("input#code")!;
        Assert.Equal(typed, field.GetAttribute("value") ?? "");
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.All(field.GetAttribute("aria-describedby")!.Split(' '), id => Assert.NotNull(page.Document.GetElementById(id)));
        Assert.False(field.HasAttribute("autofocus"));
        Assert.StartsWith("Error: ", page.Document.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_11_a_stranger_is_sent_to_sign_in_whether_the_code_lives_or_not()
    {
        var device = await link.DeviceAsync();
        var live = await LinkSite.TypeAsync(Stranger, device.UserCode);
        var dead = await LinkSite.TypeAsync(Stranger, "BCDF-GHJK");
        Assert.Equal(Bland(live, device.UserCode), Bland(dead, "BCDF-GHJK"));
        Assert.Contains($"To link the device that shows \u2066{device.UserCode}\u2069", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_in_on_the_way_ends_at_the_review()
    {
        var address = Site.NewAddress();
        await link.Site.AccountAsync(address);
        var device = await link.DeviceAsync();
        var browser = Stranger;
        var signIn = await LinkSite.TypeAsync(browser, device.UserCode);
        var review = await browser.PressAsync(signIn, "Sign in", ("mail", address), ("password", Words.Password));
        Assert.Equal("Link this television?", review.Heading);
        Assert.Contains(device.UserCode, review.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_9_10_unknown_foreign_and_denied_codes_get_one_answer()
    {
        var (foreign, denied) = (await link.DeviceAsync(), await link.DeviceAsync());
        var other = await link.PersonAsync();
        await LinkSite.TypeAsync(other, foreign.UserCode);
        await link.AnswerAsync(other, await LinkSite.TypeAsync(other, denied.UserCode), "no");
        var person = await link.PersonAsync();
        var answers = new List<string>();
        foreach (var code in new[] { "BCDF-GHJK", foreign.UserCode, denied.UserCode })
        {
            var page = await LinkSite.TypeAsync(person, code);
            Assert.Contains("That code did not work", page.Text, StringComparison.Ordinal);
            answers.Add(Bland(page, code));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Case_1_the_sixth_wrong_code_has_to_wait_and_is_told_how_long()
    {
        var person = await link.PersonAsync();
        foreach (var last in "BCDFG")
        {
            Assert.Equal(HttpStatusCode.OK, (await LinkSite.TypeAsync(person, "BBBBBBB" + last)).Status);
        }

        var device = await link.DeviceAsync();
        var page = await LinkSite.TypeAsync(person, device.UserCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.InRange(page.RetryAfter!.Value.TotalSeconds, 500, 600);
        Assert.Contains("10 minutes", page.Text, StringComparison.Ordinal);
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));
    }

    [Fact]
    public async Task N22_the_complete_address_only_shows_the_code_and_asks_to_compare()
    {
        var device = await link.DeviceAsync();
        var person = await link.PersonAsync();
        var page = await person.GetAsync($"/link?user_code={device.UserCode}");
        Assert.Equal("Is this code on your screen?", page.Heading);
        Assert.Contains(device.UserCode, page.Text, StringComparison.Ordinal);
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));

        var review = await person.PressAsync(page, "Yes, I see this code", ("same", "yes"));
        Assert.Equal("Link this television?", review.Heading);
    }

    [Fact]
    public async Task A_code_that_is_not_on_the_screen_goes_no_further()
    {
        var device = await link.DeviceAsync();
        var person = await link.PersonAsync();
        var page = await person.PressAsync(await person.GetAsync($"/link?user_code={device.UserCode}"), "No, it is not there", ("same", "no"));
        Assert.Contains("Good that you looked", page.Text, StringComparison.Ordinal);
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    public async Task Case_59_what_an_address_brings_stays_text(string code)
    {
        var page = await Stranger.GetAsync("/link?user_code=" + Uri.EscapeDataString(code));
        Assert.Equal(code, page.Document.QuerySelector("input#code")!.GetAttribute("value"));
        Assert.Empty(page.Document.QuerySelectorAll("main script, main img"));
    }

    [Theory]
    [InlineData("/Link")]
    [InlineData("/link/")]
    [InlineData("/links")]
    [InlineData("/activate")]
    [InlineData("/device")]
    [InlineData("/tv")]
    public async Task Common_mistypings_lead_to_the_page(string address) => Assert.Equal("/link", (await Stranger.GetAsync(address)).Path);

    // What differs by design: the typed code and the sealed ticket.
    private static string Bland(Page page, string code) =>
        Ticket().Replace(page.Shape, "").Replace(code, "", StringComparison.Ordinal).Replace(string.Join(", ", code.Where(char.IsLetter)), "", StringComparison.Ordinal);

    [GeneratedRegex("ticket(%3D|=|%253D)[A-Za-z0-9_-]+")]
    private static partial Regex Ticket();
}
