using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Data;
using LinkCode.Server.Platform.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts.Browsing;

/// <summary>The page of a person's sessions, in browsers without scripts.</summary>
public sealed class WhereAPersonIsSignedIn(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>, IAsyncLifetime
{
    private readonly string ana = Site.NewAddress();
    private readonly List<Browser> all = [];
    private Guid anasId;

    private Site Site => fixture.Site;

    public async ValueTask InitializeAsync()
    {
        anasId = await Site.AccountAsync(ana);
        for (var number = 1; number <= 3; number++)
        {
            all.Add(Site.Browser($"127.0.0.{number}"));
            await all[^1].SignInAsync(ana);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Lists_every_browser_and_marks_this_one()
    {
        var page = await all[1].GetAsync("/sessions");
        var lines = Lines(page);
        Assert.Equal(3, lines.Count);
        Assert.Contains("This browser", lines[0], StringComparison.Ordinal);
        Assert.Contains("on this network", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.DoesNotContain("This browser", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("from network 127.0.0.3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signs_one_out_whose_copied_cookie_is_refused_at_once()
    {
        var thief = Site.Browser();
        thief.Cookies.Add(all[2].Cookies.GetAllCookies());
        Assert.True(await thief.IsSignedInAsync());
        var page = await all[0].GetAsync("/sessions");
        var other = await SessionAsync("127.0.0.3");
        var after = await PostAsync(all[0], page, other);
        Assert.Contains("One browser is signed out", after.Text, StringComparison.Ordinal);
        Assert.Equal(2, Lines(after).Count);
        Assert.False(await thief.IsSignedInAsync());
        Assert.False(await all[2].IsSignedInAsync());
        Assert.True(await all[1].IsSignedInAsync());

        // Pressed twice, nothing is left to do.
        Assert.DoesNotContain("is signed out", (await PostAsync(all[0], page, other)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_who_is_there_before_it_signs_anything_out()
    {
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        var page = await all[0].GetAsync("/sessions");
        Assert.Equal("/sessions", page.Path);
        Assert.Equal("/sign-in/again?next=%2Fsessions", (await PostAsync(all[0], page, "others")).Path);
        Assert.True(await all[2].IsSignedInAsync());
    }

    [Fact]
    public async Task Signs_all_others_out()
    {
        var after = await PostAsync(all[0], await all[0].GetAsync("/sessions"), "others");
        Assert.Contains("2 browsers are signed out", after.Text, StringComparison.Ordinal);
        Assert.Single(Lines(after));
        Assert.True(await all[0].IsSignedInAsync());
        Assert.False(await all[1].IsSignedInAsync());
        Assert.False(await all[2].IsSignedInAsync());
        await all[1].SignInAsync(ana);
        Assert.True(await all[1].IsSignedInAsync());
    }

    [Fact]
    public async Task Signs_out_nobody_elses_browser_and_not_its_own()
    {
        var bo = Site.NewAddress();
        await Site.AccountAsync(bo);
        var stranger = Site.Browser();
        await stranger.SignInAsync(bo);
        var page = await stranger.GetAsync("/sessions");
        await PostAsync(stranger, page, await SessionAsync("127.0.0.3"));
        await PostAsync(stranger, page, "others");
        Assert.True(await all[2].IsSignedInAsync());
        Assert.True(await stranger.IsSignedInAsync());
        var own = await Site.InScopeAsync<LinkCodeDb, string>(db => db.Set<BrowserSession>().Where(row => db.Users.Any(account => account.Email == bo && account.Id == row.AccountId)).Select(row => row.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(stranger, page, own)).Status);
    }

    [Fact]
    public async Task Forgets_a_browser_that_signs_out_or_signs_in_anew()
    {
        await all[2].PressAsync(await all[2].GetAsync("/sign-out"), "Sign out");
        Assert.Equal(2, Lines(await all[0].GetAsync("/sessions")).Count);

        // The session of before is over, too, whoever holds a copy of its cookie.
        var thief = Site.Browser();
        thief.Cookies.Add(all[1].Cookies.GetAllCookies());
        await all[1].SignInAsync(ana);
        Assert.Equal(2, Lines(await all[0].GetAsync("/sessions")).Count);
        Assert.False(await thief.IsSignedInAsync());
        Assert.True(await all[1].IsSignedInAsync());
    }

    [Fact]
    public async Task Forgets_them_all_with_a_new_password_or_when_the_account_is_switched_off()
    {
        await all[0].PressAsync(await all[0].GetAsync("/forgot-password"), "Send the link", ("mail", ana));
        await Site.UntilAsync(() => ResetLink() is not null, "the link");
        await all[0].PressAsync(await all[0].GetAsync(ResetLink()!), "Save the new password", ("new-password", "another four plain words"));
        Assert.Equal(0, await CountAsync());
        Site.Clock.Advance(TimeSpan.FromMinutes(2));
        await all[0].SignInAsync(ana, "another four plain words");
        Assert.Single(Lines(await all[0].GetAsync("/sessions")));
        await Site.InScopeAsync<SwitchAccount, bool>(change => change.RunAsync(ana, on: false));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Writes_the_last_use_down_every_ten_minutes_and_no_oftener()
    {
        var session = await SessionAsync("127.0.0.3");
        var begun = await SeenAsync(session);
        Site.Clock.Advance(TimeSpan.FromMinutes(8));
        await all[2].GetAsync("/sign-out");
        Assert.Equal(begun, await SeenAsync(session));
        Site.Clock.Advance(TimeSpan.FromMinutes(3));
        await all[2].GetAsync("/sign-out");
        var seen = await SeenAsync(session);
        Assert.InRange(seen - begun, TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(12));
        Site.Clock.Advance(TimeSpan.FromMinutes(2));
        await all[2].GetAsync("/sign-out");
        Assert.Equal(seen, await SeenAsync(session));
    }

    [Fact]
    public async Task Takes_up_a_session_that_began_before_there_was_a_list()
    {
        await Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<BrowserSession>().Where(row => row.AccountId == anasId).ExecuteDeleteAsync());
        Site.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Single(Lines(await all[1].GetAsync("/sessions")));
        await PostAsync(all[1], await all[1].GetAsync("/sessions"), "others");
        Assert.True(await all[0].IsSignedInAsync());
        Assert.Equal(2, Lines(await all[0].GetAsync("/sessions")).Count);
    }

    [Fact]
    public async Task Forgets_what_nobody_used_for_as_long_as_a_session_lives()
    {
        Site.Clock.Advance(TimeSpan.FromDays(10));
        Assert.True(await all[0].IsSignedInAsync());
        Site.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Single(Lines(await all[0].GetAsync("/sessions")));
        Assert.Equal(3, await CountAsync());
        await Site.Services.GetRequiredService<ForgetEnded>().RunAsync(CancellationToken.None);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Tells_by_mail_of_a_browser_that_was_never_seen_and_of_no_other()
    {
        // The first sign-in of a new account is nobody's news; the second and third of the three were.
        await Site.LetterAsync(ana, 2);
        Assert.All(News(ana), letter => Assert.Contains(letter.Facts, fact => fact.Value is "127.0.0.2" or "127.0.0.3"));
        await all[0].PressAsync(await all[0].GetAsync("/sign-out"), "Sign out");
        await all[0].SignInAsync(ana);
        await all[2].SignInAsync(ana);
        await Site.Browser("127.0.0.9").SignInAsync(ana);
        await Site.LetterAsync(ana, 3);
        Assert.Equal(["127.0.0.9", "127.0.0.3", "127.0.0.2"], News(ana).Select(letter => letter.Facts[1].Value));
        Assert.EndsWith("/sessions", News(ana).First().Button!.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox", "Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge", "Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari", "Mac")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0.0.0 Mobile/15E148 Safari/604.1", "Chrome", "iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Chrome", "ChromeOS")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox", "Linux")]
    [InlineData("w3m/0.5.3", "w3m", "")]
    [InlineData("<script>alert(1)</script>", "", "")]
    [InlineData(null, "", "")]
    public void Calls_a_browser_what_it_calls_itself(string? userAgent, string browser, string system) =>
        Assert.Equal(new BrowserWords(browser, system), BrowserWords.Read(userAgent));

    private static List<string> Lines(Page page)
    {
        Assert.Equal("Where you are signed in", page.Heading);
        return [.. page.Document.QuerySelectorAll("main li").Select(line => line.TextContent)];
    }

    private IEnumerable<Letter> News(string to) => Site.Services.GetRequiredService<KeptMail>().All.Where(letter => letter.To == to && letter.Letter.Subject.Contains("new browser", StringComparison.Ordinal)).Select(letter => letter.Letter);

    private string? ResetLink() => Site.Services.GetRequiredService<KeptMail>().All.FirstOrDefault(letter => letter.To == ana && letter.Letter.Subject == "Make a new password")?.Letter.Button!.Url;

    private Task<int> CountAsync() => Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<BrowserSession>().CountAsync(row => row.AccountId == anasId));

    private Task<string> SessionAsync(string network) => Site.InScopeAsync<LinkCodeDb, string>(db => db.Set<BrowserSession>().Where(row => row.AccountId == anasId && row.Network == network).Select(row => row.Id).SingleAsync());

    private Task<DateTimeOffset> SeenAsync(string session) => Site.InScopeAsync<LinkCodeDb, DateTimeOffset>(db => db.Set<BrowserSession>().Where(row => row.Id == session).Select(row => row.SeenAt).SingleAsync());

    private static Task<Page> PostAsync(Browser browser, Page page, string end) =>
        browser.PostAsync("/sessions", [new("check", page.Document.QuerySelector("input[name=check]")!.GetAttribute("value")!), new("end", end)]);
}
