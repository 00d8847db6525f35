using System.Net;
using System.Security.Claims;
using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LinkCode.Tests.Accounts;

public sealed class SigningIn(SiteWithErrand fixture) : IClassFixture<SiteWithErrand>, IAsyncLifetime
{
    private readonly string ana = Site.NewAddress();
    private readonly string bo = Site.NewAddress();

    private Site Site => fixture.Site;

    private Guid anasId;

    public async ValueTask InitializeAsync() => anasId = await Site.AccountAsync(ana);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Goes_to_the_page_that_asked_for_it()
    {
        var page = await Site.Browser().SignInAsync(ana, next: "/sign-out?next=/somewhere");
        Assert.Equal("/sign-out?next=/somewhere", page.Path);
    }

    [Fact]
    public async Task Knows_the_address_in_other_spellings()
    {
        foreach (var typed in new[] { ana.ToUpperInvariant(), $"  {ana} ", ana.Replace("example", "ｅxample", StringComparison.Ordinal) })
        {
            var browser = Site.Browser();
            await browser.SignInAsync(typed);
            Assert.True(await browser.IsSignedInAsync());
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("http:evil.example")]
    [InlineData("/x\r\nSet-Cookie: a=b")]
    public async Task Never_leaves_this_site_afterwards(string next)
    {
        var browser = Site.Browser();
        var form = await browser.GetAsync("/sign-in?next=" + Uri.EscapeDataString(next));
        Assert.DoesNotContain("evil", form.Text + form.Document.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        var page = await browser.SignInAsync(ana, next: next);
        Assert.Equal("/", page.Path);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Shows_the_errand_above_the_form_and_takes_it_up_again()
    {
        var browser = Site.Browser();
        foreach (var path in new[] { "/sign-in", "/sign-up", "/forgot-password" })
        {
            var page = await browser.GetAsync(path + "?next=/errand/7");
            Assert.True(path == "/forgot-password" || page.Text.Contains("Errand 7 & more", StringComparison.Ordinal), path);
        }

        var arrived = await browser.SignInAsync(ana, next: "/errand/7");
        Assert.Equal($"/sign-out?next=/resumed/{anasId}", arrived.Path);
    }

    [Fact]
    public async Task Answers_a_wrong_password_and_an_unknown_address_in_the_same_words()
    {
        var wrong = await Site.Browser().SignInAsync(ana, "not the password");
        var unknown = await Site.Browser().SignInAsync(bo, "not the password");
        Assert.Equal(HttpStatusCode.OK, wrong.Status);
        Assert.Contains("did not fit together", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(wrong.Shape.Replace(ana, bo, StringComparison.Ordinal), unknown.Shape);
        Assert.Equal(wrong.Html.Length, unknown.Html.Length);
    }

    [Fact]
    public async Task Begins_a_new_session_every_time()
    {
        // N80, case 54: a session somebody planted is not the one the owner gets.
        var browser = Site.Browser();
        await browser.SignInAsync(ana);
        var planted = Session(browser);
        await browser.SignInAsync(ana);

        Assert.NotEqual(planted.Cookie, Session(browser).Cookie);
        Assert.NotEqual(planted.Id, Session(browser).Id);
        Assert.Equal(32, planted.Id.Length);
    }

    [Fact]
    public async Task Keeps_the_session_id_and_the_time_of_signing_in_when_the_session_is_looked_at_again()
    {
        var browser = Site.Browser();
        await browser.SignInAsync(ana);
        var before = Session(browser);
        Site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await browser.IsSignedInAsync());

        var after = Session(browser);
        Assert.NotEqual(before.Cookie, after.Cookie);
        Assert.Equal((before.Id, before.SignedInAt), (after.Id, after.SignedInAt));
    }

    [Fact]
    public async Task Ends_with_signing_out()
    {
        var browser = Site.Browser();
        await browser.SignInAsync(ana);
        var page = await browser.PressAsync(await browser.GetAsync("/sign-out"), "Sign out");

        Assert.Equal("You are signed out", page.Heading);
        Assert.False(await browser.IsSignedInAsync());
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name == "session");
    }

    [Fact]
    public async Task Leaves_nothing_for_the_back_button_after_signing_out()
    {
        // Case 64: whatever is shown to a signed-in person is not kept, not even a page that is the same for all.
        var browser = Site.Browser();
        Assert.False((await browser.GetAsync("/dev/mail")).IsNeverKept);
        await browser.SignInAsync(ana);
        Assert.True((await browser.GetAsync("/dev/mail")).IsNeverKept);
    }

    [Fact]
    public async Task Is_refused_without_the_forms_own_check()
    {
        // Cases 51 and 52.
        var browser = Site.Browser();
        await browser.GetAsync("/sign-in");
        foreach (var path in new[] { "/sign-in", "/sign-up", "/sign-up/check-mail", "/confirm-address", "/sign-out", "/forgot-password", "/reset-password", "/invitation", "/setup" })
        {
            var page = await browser.PostAsync(path, [new("mail", ana), new("password", Words.Password)]);
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, page.Status));
        }
    }

    [Fact]
    public async Task Is_over_within_a_minute_when_an_operator_disables_the_account()
    {
        var browser = Site.Browser();
        await browser.SignInAsync(ana);
        Assert.True(await Site.InScopeAsync<SwitchAccount, bool>(change => change.RunAsync(ana, on: false)));
        Site.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await browser.IsSignedInAsync());

        var wrong = await browser.SignInAsync(ana, "not the password");
        Assert.Contains("did not fit together", wrong.Text, StringComparison.Ordinal);
        var right = await browser.SignInAsync(ana);
        Assert.Contains("switched off", right.Text, StringComparison.Ordinal);
        Assert.False(await browser.IsSignedInAsync());

        Assert.True(await Site.InScopeAsync<SwitchAccount, bool>(change => change.RunAsync(ana, on: true)));
        await browser.SignInAsync(ana);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Is_written_into_the_audit_trail_without_addresses()
    {
        var browser = Site.Browser("127.0.0.7");
        await browser.SignInAsync(ana, "not the password");
        await browser.SignInAsync("nobody@example.org", "not the password");
        await browser.SignInAsync(ana);
        var trail = await Site.InScopeAsync<LinkCodeDb, List<AuditEvent>>(db => db.Set<AuditEvent>().Where(one => one.Network == "127.0.0.7").OrderBy(one => one.Id).ToListAsync());
        Assert.Equal(
            [("account.sign-in-refused", anasId), ("account.sign-in-refused", null), ("account.signed-in", (Guid?)anasId)],
            trail.Select(one => (one.What, one.AccountId)));
    }

    private (string Cookie, string Id, string? SignedInAt) Session(Browser browser)
    {
        var cookie = browser.Cookies.GetAllCookies().Single(one => one.Name == "session").Value;
        var options = Site.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var principal = options.TicketDataFormat.Unprotect(cookie)!.Principal;
        return (cookie, principal.FindFirstValue(AccountClaims.Session)!, principal.FindFirstValue(AccountClaims.SignedInAt));
    }
}
