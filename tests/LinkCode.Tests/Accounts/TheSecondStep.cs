using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LinkCode.Tests.Accounts;

/// <summary>A code after the password, with a browser without scripts.</summary>
public sealed class TheSecondStep(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>, IAsyncLifetime
{
    private readonly string ana = Site.NewAddress();
    private Guid anasId;
    private Browser owner = null!;
    private AppOnAPhone app = null!;
    private IReadOnlyList<string> paper = [];

    private Site Site => fixture.Site;

    public async ValueTask InitializeAsync()
    {
        anasId = await Site.AccountAsync(ana);
        owner = Site.Browser();
        await owner.SignInAsync(ana);
        (app, paper) = await SecondStepPages.SetUpAsync(Site, owner);
        Site.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_password_alone_signs_nobody_in()
    {
        var browser = Site.Browser();
        var asked = await browser.SignInAsync(ana, next: "/security");
        Assert.Equal(("/sign-in/code?next=%2Fsecurity", "One more step"), (asked.Path, asked.Heading));
        Assert.True(asked.IsNeverKept);
        var field = asked.Document.QuerySelector("#code")!;
        Assert.Equal(("one-time-code", "numeric"), (field.GetAttribute("autocomplete"), field.GetAttribute("inputmode")));
        Assert.False(await browser.IsSignedInAsync());
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name is "session" or "known");
    }

    [Fact]
    public async Task The_code_does_and_the_session_says_so()
    {
        var browser = Site.Browser();
        var arrived = await browser.PressAsync(await browser.SignInAsync(ana, next: "/security"), "Sign in", ("code", app.Code()));
        Assert.Equal(("/security", "Your account"), (arrived.Path, arrived.Heading));
        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal(["pwd", "otp", "mfa"], SignedInWith(browser));
        Assert.Equal("/sign-in", (await browser.GetAsync("/sign-in/code")).Path);
    }

    [Fact]
    public async Task A_code_may_be_typed_in_the_digits_of_another_script_and_with_a_space()
    {
        var arabic = string.Concat(app.Code().Select(digit => (char)(digit - '0' + '٠')));
        Assert.True(await ComesInWithAsync($" {arabic[..3]} {arabic[3..]} "));
    }

    [Fact]
    public async Task Each_code_is_accepted_once()
    {
        var code = app.Code();
        Assert.True(await ComesInWithAsync(code));
        Assert.False(await ComesInWithAsync(code));

        // One that was good before it is too old for ever.
        Assert.False(await ComesInWithAsync(app.Code(-1)));
        Site.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await ComesInWithAsync(app.Code()));
    }

    [Fact]
    public async Task Of_many_at_once_with_the_same_code_one_comes_in()
    {
        var code = app.Code();
        var forms = new List<(Browser Browser, Page Form)>();
        for (var i = 0; i < 5; i++)
        {
            var browser = Site.Browser();
            forms.Add((browser, await browser.SignInAsync(ana)));
        }

        var pages = await Task.WhenAll(forms.Select(one => one.Browser.PressAsync(one.Form, "Sign in", ("code", code))));
        Assert.Single(pages, page => page.Path == "/");
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_code_is_good_for_half_a_minute_and_one_before_and_after(int stepsAway, bool isGood)
    {
        Site.Clock.AdvanceToHalfMinute();
        Assert.Equal(isGood, await ComesInWithAsync(app.Code(stepsAway)));
    }

    [Theory]
    [InlineData("", "There is no code yet")]
    [InlineData("12345", "That does not look like a code")]
    [InlineData("1234567", "That does not look like a code")]
    [InlineData("abcdef", "That does not look like a code")]
    public async Task What_is_no_code_is_said_and_counts_as_no_guess(string typed, string said)
    {
        var browser = Site.Browser();
        var page = await browser.SignInAsync(ana);
        for (var i = 0; i < 12; i++)
        {
            page = await browser.PressAsync(page, "Sign in", ("code", typed));
            Assert.Contains(said, page.Text, StringComparison.Ordinal);
        }

        Assert.Equal("/", (await browser.PressAsync(page, "Sign in", ("code", app.Code()))).Path);
    }

    [Fact]
    public async Task A_recovery_code_stands_in_for_the_app_once_and_its_owner_is_told()
    {
        Assert.Equal((10, 10), (paper.Count, paper.Distinct().Count()));
        var typed = paper[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);
        Assert.True(await ComesInWithAsync(typed));
        Assert.False(await ComesInWithAsync(paper[3]));
        Assert.True(await ComesInWithAsync(paper[4]));

        var letter = await Site.LetterAsync(ana, 2, "A recovery code was used");
        Assert.Contains("Codes left: 8", string.Join(' ', letter.Opening), StringComparison.Ordinal);
        Assert.Equal(2, (await WordsAsync()).Count(word => word == "account.recovery-code-used"));
    }

    [Fact]
    public async Task New_recovery_codes_kill_the_old_ones()
    {
        var fresh = SecondStepPages.OnPaper(await owner.PressAsync(await owner.GetAsync("/security/recovery-codes"), "Make new recovery codes"));
        Assert.Equal(10, fresh.Count);
        Assert.Empty(fresh.Intersect(paper));
        Assert.False(await ComesInWithAsync(paper[0]));
        Assert.True(await ComesInWithAsync(fresh[0]));
    }

    [Fact]
    public async Task The_right_password_opens_the_question_for_ten_minutes()
    {
        var browser = Site.Browser();
        var form = await browser.SignInAsync(ana, next: "/security");
        Site.Clock.Advance(TimeSpan.FromMinutes(10.1));
        var late = await browser.PressAsync(form, "Sign in", ("code", app.Code()));
        Assert.Equal("/sign-in?next=%2Fsecurity", late.Path);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task The_question_is_over_when_the_password_changes_meanwhile()
    {
        var thief = Site.Browser();
        var form = await thief.SignInAsync(ana);
        await owner.PressAsync(await owner.GetAsync("/security/password"), "Save the new password", ("do", "save"), ("password", Words.Password), ("new-password", "another four words now"));
        Assert.StartsWith("/sign-in", (await thief.PressAsync(form, "Sign in", ("code", app.Code()))).Path, StringComparison.Ordinal);
        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task A_stranger_who_knows_the_password_gets_few_guesses_and_the_owners_browser_is_never_kept_out()
    {
        await owner.PressAsync(await owner.GetAsync("/sign-out"), "Sign out");
        var refused = 0;
        for (var i = 1; i <= 40; i++)
        {
            // From one network, and then from the whole world.
            var stranger = Site.Browser(i <= 10 ? "127.0.0.1" : $"127.0.6.{i}");
            var page = await stranger.PressAsync(await stranger.SignInAsync(ana), "Sign in", ("code", app.WrongCode()));
            refused += page.Status == HttpStatusCode.TooManyRequests ? 1 : 0;
            Assert.DoesNotContain("/security", page.Path, StringComparison.Ordinal);
        }

        Assert.InRange(refused, 28, 35);
        var home = await owner.PressAsync(await owner.SignInAsync(ana), "Sign in", ("code", app.Code()));
        Assert.Equal(HttpStatusCode.OK, home.Status);
        Assert.True(await owner.IsSignedInAsync());
    }

    [Fact]
    public async Task Wrong_codes_are_written_down_without_the_code()
    {
        await ComesInWithAsync(app.WrongCode());
        Assert.Contains("account.code-refused", await WordsAsync());
    }

    [Fact]
    public async Task Without_the_app_the_password_is_enough_and_other_browsers_are_signed_out()
    {
        var other = Site.Browser();
        await other.PressAsync(await other.SignInAsync(ana), "Sign in", ("code", app.Code()));
        var page = await owner.PressAsync(await owner.GetAsync("/security/app"), "Remove the app", ("do", "remove"));
        Assert.Contains("The authenticator app is removed", page.Text, StringComparison.Ordinal);
        Assert.True(await owner.IsSignedInAsync());
        Site.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await other.IsSignedInAsync());
        await other.SignInAsync(ana);
        Assert.True(await other.IsSignedInAsync());
        await Site.LetterAsync(ana, 1, "Your authenticator app was removed");
        Assert.Contains("No codes", (await owner.GetAsync("/security")).Text, StringComparison.Ordinal);
    }

    private async Task<bool> ComesInWithAsync(string code)
    {
        var browser = Site.Browser();
        await browser.PressAsync(await browser.SignInAsync(ana), "Sign in", ("code", code));
        return await browser.IsSignedInAsync();
    }

    private async Task<List<string>> WordsAsync() =>
        await Site.InScopeAsync<LinkCodeDb, List<string>>(db => db.Set<AuditEvent>().Where(one => one.AccountId == anasId).Select(one => one.What).ToListAsync());

    private IReadOnlyList<string> SignedInWith(Browser browser)
    {
        var cookie = browser.Cookies.GetAllCookies().Single(one => one.Name == "session").Value;
        var options = Site.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        return options.TicketDataFormat.Unprotect(cookie)!.Principal.Proven().Methods;
    }
}
