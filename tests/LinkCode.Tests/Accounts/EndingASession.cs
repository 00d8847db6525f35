using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Accounts;

/// <summary>A session that was signed out is over, whoever holds a copy of its cookie (ASVS 5.0, 7.4).</summary>
public sealed class EndingASession(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    private Site Site => fixture.Site;

    [Fact]
    public async Task A_copied_cookie_is_dead_as_soon_as_its_owner_signs_out()
    {
        var (owner, thief) = await CopiedAsync();
        Assert.True(await thief.IsSignedInAsync());
        await owner.PressAsync(await owner.GetAsync("/sign-out"), "Sign out");
        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task It_stays_dead_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
        var address = Site.NewAddress();
        CookieCollection cookies;
        await using (var first = await Site.ProductionAsync(folder))
        {
            await first.AccountAsync(address);
            var owner = first.Browser();
            await owner.SignInAsync(address);
            cookies = owner.Cookies.GetAllCookies();
            await owner.PressAsync(await owner.GetAsync("/sign-out"), "Sign out");
        }

        await using (var second = await Site.ProductionAsync(folder))
        {
            var thief = second.Browser();
            foreach (var cookie in cookies.Where(cookie => cookie.Name.EndsWith("session", StringComparison.Ordinal)))
            {
                thief.Cookies.Add(new Uri(second.Address), new Cookie(cookie.Name, cookie.Value, "/"));
            }

            Assert.False(await thief.IsSignedInAsync());
        }

        TestDatabase.Drop(folder);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_session_that_is_used_every_day_still_ends_after_90_days()
    {
        var address = Site.NewAddress();
        await Site.AccountAsync(address);
        var browser = Site.Browser();
        await browser.SignInAsync(address);
        for (var day = 0; day < 88; day += 8)
        {
            Site.Clock.Advance(TimeSpan.FromDays(8));
            Assert.True(await browser.IsSignedInAsync());
        }

        Site.Clock.Advance(TimeSpan.FromDays(8));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_session_that_nobody_used_ends_after_14_days()
    {
        var (owner, thief) = await CopiedAsync();
        Site.Clock.Advance(TimeSpan.FromDays(13.9));
        Assert.True(await owner.IsSignedInAsync());
        Site.Clock.Advance(TimeSpan.FromDays(0.2));
        Assert.False(await thief.IsSignedInAsync());
        Assert.True(await owner.IsSignedInAsync());
    }

    private async Task<(Browser Owner, Browser Thief)> CopiedAsync()
    {
        var address = Site.NewAddress();
        await Site.AccountAsync(address);
        var (owner, thief) = (Site.Browser(), Site.Browser());
        await owner.SignInAsync(address);
        thief.Cookies.Add(owner.Cookies.GetAllCookies());
        return (owner, thief);
    }
}
