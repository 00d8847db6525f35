using System.Net;
using LinkCode.Server.Apps;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Pages;

/// <summary>Addresses that somebody else made may not save a person the look at the screen (TRUST 37, 48).</summary>
public sealed class LuresAndLinks(LinkSite link) : IClassFixture<LinkSite>
{
    [Fact]
    public async Task A_ticket_made_in_another_browser_leads_to_the_comparison_and_claims_nothing()
    {
        var device = await link.DeviceAsync();
        var lure = (await LinkSite.TypeAsync(link.Site.Browser(), device.UserCode)).Path;
        Assert.StartsWith("/sign-in?next=", lure, StringComparison.Ordinal);

        var (victim, address) = (link.Site.Browser(), Site.NewAddress());
        await link.Site.AccountAsync(address);
        var arrived = await victim.PressAsync(await victim.GetAsync(lure), "Sign in", ("mail", address), ("password", Words.Password));
        Assert.StartsWith("/link?user_code=", arrived.Path, StringComparison.Ordinal);
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));
    }

    [Fact]
    public async Task The_browser_that_typed_it_goes_straight_to_the_review()
    {
        var device = await link.DeviceAsync();
        var (browser, address) = (link.Site.Browser(), Site.NewAddress());
        await link.Site.AccountAsync(address);
        var arrived = await browser.PressAsync(await LinkSite.TypeAsync(browser, device.UserCode), "Sign in", ("mail", address), ("password", Words.Password));
        Assert.StartsWith("/link/review", arrived.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_browser_that_typed_a_code_keeps_it_alive_on_its_way()
    {
        var (device, second, third) = (await link.DeviceAsync(), await link.DeviceAsync(), await link.DeviceAsync());
        link.Site.Clock.Advance(TimeSpan.FromMinutes(2));
        var typed = link.Site.Browser();
        var path = (await LinkSite.TypeAsync(typed, device.UserCode)).Path;
        await TypeUntilHeldAsync(second);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(5));
        await link.Site.Browser().GetAsync(path);
        await TypeUntilHeldAsync(third);
        Assert.InRange(await LeftAsync(device), 1, 300);
        await typed.GetAsync(path);
        await UntilHeldAsync(device);
    }

    [Fact]
    public async Task A_session_that_was_ended_by_a_new_password_says_no_yes_any_more()
    {
        var (thief, address) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync();
        var review = await LinkSite.TypeAsync(thief, device.UserCode);
        var owner = link.Site.Browser();
        await owner.PressAsync(await owner.GetAsync("/forgot-password"), "Send the link", ("mail", address));
        var letter = await link.Site.LetterAsync(address);
        var saved = await owner.PressAsync(await owner.GetAsync(letter.Button!.Url), "Save the new password", ("new-password", "another four words now"));
        Assert.Equal("Your new password is saved", saved.Heading);

        var answered = await link.AnswerAsync(thief, review, "yes");
        Assert.DoesNotContain("/link/done", answered.Path, StringComparison.Ordinal);
        Assert.Equal("access_denied", (await device.PollAsync()).Error);
        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task An_app_that_wants_its_codes_typed_takes_none_from_a_link()
    {
        await link.Site.InScopeAsync<RegisterApp, string?>(register => register.RunAsync("typed-only", new AppSettings { Name = "Typed only", CompleteLink = false }, default));
        await link.Site.Services.GetRequiredService<AppDirectory>().RefreshAsync(default);
        using var http = new HttpClient { BaseAddress = new Uri(link.Site.Address) };
        var device = await new TestDevice(http, "typed-only").AskAsync();
        var person = await link.PersonAsync();
        var compare = await person.GetAsync("/link?user_code=" + device.UserCode);
        var refused = await person.PressAsync(compare, compare.Document.QuerySelector("button[value=yes]")!.TextContent, ("same", "yes"));
        Assert.Contains("That code did not work", refused.Text, StringComparison.Ordinal);
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));
        Assert.StartsWith("/link/review", (await LinkSite.TypeAsync(person, device.UserCode)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T68_what_stands_in_the_address_of_a_post_is_no_answer_and_a_field_sent_twice_is_refused()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var page = await person.GetAsync("/link");
        var check = page.Document.QuerySelector("input[name=check]")!.GetAttribute("value")!;
        Assert.Contains("There is no code yet", (await person.PostAsync("/link?code=" + device.UserCode, [new("check", check)])).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await person.PostAsync("/link", [new("check", check), new("code", device.UserCode), new("code", "WDJB-MJHT")])).Status);
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));

        var review = await LinkSite.TypeAsync(person, device.UserCode);
        link.Site.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PostAsync(review.Path + "&answer=yes", [new("check", review.Document.QuerySelector("input[name=check]")!.GetAttribute("value")!)]);
        link.Site.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("claimed", (await device.PollAsync()).Text("link_status"));
    }

    [Fact]
    public async Task T95_a_yes_of_an_account_that_was_switched_off_is_none_even_after_it_is_switched_on_again()
    {
        var (person, address) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync();
        var review = await LinkSite.TypeAsync(person, device.UserCode);
        await link.Site.InScopeAsync<LinkCode.Server.Accounts.SwitchAccount, bool>(accounts => accounts.RunAsync(address, on: false));
        await link.AnswerAsync(person, review, "yes");
        await link.Site.InScopeAsync<LinkCode.Server.Accounts.SwitchAccount, bool>(accounts => accounts.RunAsync(address, on: true));
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    private async Task<int> LeftAsync(TestDevice device)
    {
        link.Site.Clock.Advance(TimeSpan.FromSeconds(6));
        return int.Parse((await device.PollAsync()).Text("expires_in")!, System.Globalization.CultureInfo.InvariantCulture);
    }

    // Holds are taken up one after another: once this one is seen, every earlier one would be.
    private async Task TypeUntilHeldAsync(TestDevice device)
    {
        await LinkSite.TypeAsync(link.Site.Browser(), device.UserCode);
        await UntilHeldAsync(device);
    }

    private async Task UntilHeldAsync(TestDevice device)
    {
        for (var tries = 0; await LeftAsync(device) < 500; tries++)
        {
            Assert.True(tries < 15, "The code was not held.");
            await Task.Delay(100);
        }
    }
}
