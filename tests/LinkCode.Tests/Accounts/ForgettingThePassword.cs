using System.Net;

namespace LinkCode.Tests.Accounts;

public sealed class ForgettingThePassword(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>, IAsyncLifetime
{
    private const string Fresh = "another four words now";

    private readonly string ana = Site.NewAddress();
    private readonly string bo = Site.NewAddress();

    private Site Site => fixture.Site;

    public async ValueTask InitializeAsync() => await Site.AccountAsync(ana);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Makes_a_new_password_and_keeps_the_errand()
    {
        var (old, browser) = (Site.Browser(), Site.Browser());
        await old.SignInAsync(ana);
        var link = await AskAsync(browser, ana, "/sign-out?next=/x");
        var saved = await browser.PressAsync(await browser.GetAsync(link), "Save the new password", ("new-password", Fresh));
        Assert.Equal("Your new password is saved", saved.Heading);
        Assert.Contains("/sign-in?next=%2Fsign-out%3Fnext%3D%2Fx", saved.Html, StringComparison.Ordinal);

        Assert.Contains("did not fit", (await browser.SignInAsync(ana)).Text, StringComparison.Ordinal);
        await browser.SignInAsync(ana, Fresh);
        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal("Your password was changed", (await Site.LetterAsync(ana, 2)).Subject);
        Site.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await old.IsSignedInAsync());
    }

    [Fact]
    public async Task Writes_in_the_language_of_the_account_whoever_asks()
    {
        await Site.AccountAsync(bo, language: "ar");
        await AskAsync(Site.Browser(), bo);
        var letter = await Site.LetterAsync(bo);
        Assert.Equal(("ar", "إنشاء كلمة مرور جديدة"), (letter.Language, letter.Subject));
    }

    [Fact]
    public async Task Takes_each_link_once_and_for_an_hour()
    {
        var browser = Site.Browser();
        var (first, second) = (await AskAsync(browser, ana), await AskAsync(browser, ana, count: 2));
        var form = await browser.GetAsync(second);
        await browser.PressAsync(form, "Save the new password", ("new-password", Fresh));
        Assert.Equal("This link is used up", (await browser.PressAsync(form, "Save the new password", ("new-password", "yet another few words"))).Heading);
        Assert.Equal("This link is used up", (await browser.GetAsync(first)).Heading);

        var late = await AskAsync(browser, ana, count: 4);
        Site.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(late)).Status);
        await browser.SignInAsync(ana, Fresh);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Lets_one_of_two_posts_at_once_win()
    {
        var browser = Site.Browser();
        var form = await browser.GetAsync(await AskAsync(browser, ana));
        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => browser.PressAsync(form, "Save the new password", ("new-password", $"{Fresh} {i}"))));
        Assert.Single(pages, page => page.Heading == "Your new password is saved");
        Assert.Equal(7, pages.Count(page => page.Status == HttpStatusCode.Gone));
    }

    [Fact]
    public async Task Answers_an_unknown_address_with_the_same_page()
    {
        var known = await SendAsync(Site.Browser(), ana);
        var unknown = await SendAsync(Site.Browser(), bo);
        Assert.Equal(known.Shape.Replace(ana, bo, StringComparison.Ordinal), unknown.Shape);
        Assert.Equal("There is no account with this address", (await Site.LetterAsync(bo)).Subject);
    }

    [Fact]
    public async Task Says_when_the_new_password_is_too_short_and_leaves_the_link_good()
    {
        var browser = Site.Browser();
        var link = await AskAsync(browser, ana);
        var page = await browser.PressAsync(await browser.GetAsync(link), "Save the new password", ("new-password", "short"));
        Assert.Contains("too short", page.Text, StringComparison.Ordinal);
        Assert.Equal("Your new password is saved", (await browser.PressAsync(page, "Save the new password", ("new-password", Fresh))).Heading);
    }

    private static async Task<Page> SendAsync(Browser browser, string address, string next = "") => await browser.PressAsync(
        await browser.GetAsync("/forgot-password" + (next.Length == 0 ? "" : "?next=" + Uri.EscapeDataString(next))), "Send the link", ("mail", address));

    private async Task<string> AskAsync(Browser browser, string address, string next = "", int count = 1)
    {
        await SendAsync(browser, address, next);
        return (await Site.LetterAsync(address, count)).Button!.Url;
    }
}
