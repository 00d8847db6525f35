using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Tests.Codes.Pages;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LinkCode.Tests.Accounts;

/// <summary>What is hard to mend is done only by somebody who proved within five minutes who they are.</summary>
public sealed class SigningInAgain(CarefulSite fixture) : IClassFixture<CarefulSite>, IAsyncLifetime
{
    private const string Fresh = "another four words now";
    private readonly string ana = Site.NewAddress();
    private Browser owner = null!;

    private Site Site => fixture.Site;

    public async ValueTask InitializeAsync()
    {
        await Site.AccountAsync(ana);
        owner = Site.Browser();
        await owner.SignInAsync(ana);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("/security/password")]
    [InlineData("/security/app")]
    [InlineData("/security/recovery-codes")]
    public async Task A_page_that_changes_how_one_signs_in_asks_after_five_minutes_and_goes_on_in_place(string path)
    {
        Assert.Equal(path, (await owner.GetAsync(path)).Path);
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        var before = Session(owner);
        var asked = await owner.GetAsync(path);
        Assert.Equal(("/sign-in/again?next=" + Uri.EscapeDataString(path), "Is it still you?"), (asked.Path, asked.Heading));
        Assert.Contains(ana, asked.Text, StringComparison.Ordinal);
        var back = await owner.PressAsync(asked, "Go on", ("password", Words.Password));
        Assert.Equal(path, back.Path);
        var after = Session(owner);
        Assert.NotEqual(before.Id, after.Id);
        Assert.InRange((after.At - before.At).TotalMinutes, 5, 6);
        Assert.Equal(["pwd"], after.Methods);
    }

    [Fact]
    public async Task Whoever_copied_the_session_of_before_has_nothing_of_it()
    {
        var thief = Site.Browser();
        thief.Cookies.Add(owner.Cookies.GetAllCookies());
        Assert.True(await thief.IsSignedInAsync());
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        await owner.PressAsync(await owner.GetAsync("/security/app"), "Go on", ("password", Words.Password));
        Assert.False(await thief.IsSignedInAsync());
        Assert.True(await owner.IsSignedInAsync());

        // It is one line in the list, and one that was ended meanwhile does not come back.
        Assert.Single((await owner.GetAsync("/sessions")).Document.QuerySelectorAll("main li.entry"));
    }

    [Fact]
    public async Task What_a_form_wanted_is_not_done_meanwhile()
    {
        var form = await owner.GetAsync("/security/password");
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        var asked = await owner.PressAsync(form, "Save the new password", ("do", "save"), ("new-password", Fresh));
        Assert.Equal("/sign-in/again?next=%2Fsecurity%2Fpassword", asked.Path);
        await owner.PressAsync(asked, "Go on", ("password", Words.Password));
        Assert.Contains("did not fit together", (await Site.Browser().SignInAsync(ana, Fresh)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_changes_nothing_and_has_to_wait_in_the_end()
    {
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        var page = await owner.GetAsync("/security/password");
        for (var i = 0; i < 6; i++)
        {
            page = await owner.PressAsync(page, "Go on", ("password", "not the password"));
            Assert.Contains("That is not your password", page.Text, StringComparison.Ordinal);
        }

        page = await owner.PressAsync(page, "Go on", ("password", Words.Password));
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.StartsWith("/sign-in/again", (await owner.GetAsync("/security/password")).Path, StringComparison.Ordinal);
        Assert.True(await owner.IsSignedInAsync());
    }

    [Fact]
    public async Task Whoever_has_an_app_shows_its_code_as_well()
    {
        var (app, paper) = await SecondStepPages.SetUpAsync(Site, owner);
        Assert.Equal(["pwd"], Session(owner).Methods);
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        var asked = await owner.GetAsync("/security/app");
        var page = await owner.PressAsync(asked, "Go on", ("password", Words.Password));
        Assert.Contains("There is no code yet", page.Text, StringComparison.Ordinal);
        page = await owner.PressAsync(page, "Go on", ("password", Words.Password), ("code", app.WrongCode()));
        Assert.Contains("That code did not work", page.Text, StringComparison.Ordinal);
        page = await owner.PressAsync(page, "Go on", ("password", Words.Password), ("code", app.Code()));
        Assert.Equal("/security/app", page.Path);
        Assert.Equal(["pwd", "otp", "mfa"], Session(owner).Methods);

        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        page = await owner.PressAsync(await owner.GetAsync("/security/app"), "Go on", ("password", Words.Password), ("code", paper[0]));
        Assert.Equal("/security/app", page.Path);
    }

    [Fact]
    public async Task Another_account_can_go_on_with_what_was_wanted()
    {
        var bo = Site.NewAddress();
        await Site.AccountAsync(bo);
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        var signIn = await owner.PressAsync(await owner.GetAsync("/security/password"), "Use another account");
        Assert.Equal("/sign-in?next=%2Fsecurity%2Fpassword", signIn.Path);
        Assert.Equal("/security/password", (await owner.PressAsync(signIn, "Sign in", ("mail", bo), ("password", Words.Password))).Path);
    }

    [Fact]
    public async Task Nobody_is_sent_elsewhere_by_it()
    {
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        var page = await owner.PressAsync(await owner.GetAsync("/sign-in/again?next=" + Uri.EscapeDataString("https://evil.example/")), "Go on", ("password", Words.Password));
        Assert.Equal("/security", page.Path);
    }

    [Fact]
    public async Task An_app_can_want_it_for_its_devices_and_the_code_is_kept_on_the_way()
    {
        var device = await fixture.DeviceAsync("careful-tv");
        Site.Clock.Advance(TimeSpan.FromMinutes(6));
        var asked = await LinkSite.TypeAsync(owner, device.UserCode);
        Assert.StartsWith("/sign-in/again?next=%2Flink%2Freview", asked.Path, StringComparison.Ordinal);
        Assert.Contains(device.UserCode, asked.Text, StringComparison.Ordinal);

        // Longer than the code would have lived by itself.
        Site.Clock.Advance(TimeSpan.FromMinutes(8));
        var review = await owner.PressAsync(asked, "Go on", ("password", Words.Password));
        Assert.Equal("Link this television?", review.Heading);

        // A review that lies open for too long asks again, and says nothing to the device.
        Site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        asked = await owner.PressAsync(review, "Don’t link", ("answer", "yes"));
        Assert.StartsWith("/sign-in/again?next=", asked.Path, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        review = await owner.PressAsync(asked, "Go on", ("password", Words.Password));
        Site.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.StartsWith("/link/done/", (await owner.PressAsync(review, "Don’t link", ("answer", "yes"))).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }

    [Fact]
    public async Task A_code_that_is_left_to_another_account_is_free_for_it_at_once()
    {
        var bo = Site.NewAddress();
        await Site.AccountAsync(bo);
        var device = await fixture.DeviceAsync("careful-tv");
        Site.Clock.Advance(TimeSpan.FromMinutes(6));
        var signIn = await owner.PressAsync(await LinkSite.TypeAsync(owner, device.UserCode), "Use another account");
        Assert.Contains(device.UserCode, signIn.Text, StringComparison.Ordinal);
        var review = await owner.PressAsync(signIn, "Sign in", ("mail", bo), ("password", Words.Password));
        Assert.Equal("Link this television?", review.Heading);
    }

    [Fact]
    public async Task Other_apps_do_not_ask()
    {
        var device = await fixture.DeviceAsync("demo-tv");
        Site.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("Link this television?", (await LinkSite.TypeAsync(owner, device.UserCode)).Heading);
    }

    private (string Id, DateTimeOffset At, IReadOnlyList<string> Methods) Session(Browser browser)
    {
        var cookie = browser.Cookies.GetAllCookies().Single(one => one.Name == "session").Value;
        var options = Site.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var person = options.TicketDataFormat.Unprotect(cookie)!.Principal;
        return (person.FindFirst(AccountClaims.Session)!.Value, person.Proven().At, person.Proven().Methods);
    }
}

/// <summary>A site with an app whose devices only a fresh sign-in may approve.</summary>
public sealed class CarefulSite : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false });

    public Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await Site.DevelopmentAsync(("LinkCode:Apps:Registered:careful-tv:Name", "Careful TV"), ("LinkCode:Apps:Registered:careful-tv:FreshSignIn", "true"));
        http.BaseAddress = new Uri(Site.Address);
    }

    public Task<TestDevice> DeviceAsync(string app) => new TestDevice(http, app).AskAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Site.DisposeAsync();
    }
}
