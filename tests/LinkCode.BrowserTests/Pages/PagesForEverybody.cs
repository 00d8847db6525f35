using LinkCode.BrowserTests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>Every page can be used by everybody: axe has nothing serious to say, at any width, in light and dark; no page is heavy.</summary>
public sealed class PagesForEverybody(Street street) : IClassFixture<Street>
{
    [Theory]
    [InlineData("/", "Link a device with a short code")]
    [InlineData("/link", "Link a device")]
    [InlineData("/link?user_code=HELLO", "Link a device")]
    [InlineData("/link?user_code=WDJB-MJHT", "Is this code on your screen?")]
    [InlineData("/sign-in", "Sign in")]
    [InlineData("/sign-up", "Make an account")]
    [InlineData("/forgot-password", "Forgot your password?")]
    [InlineData("/help", null)]
    [InlineData("/privacy", null)]
    [InlineData("/language", null)]
    [InlineData("/errors", null)]
    [InlineData("/errors/expired_token", null)]
    [InlineData("/nothing-here", null)]
    [InlineData("/confirm-address?key=used", "This link is used up")]
    [InlineData("/dev/mail", "Mail")]
    [InlineData("/oauth/authorize?client_id=nobody", "This sign-in cannot go on")]
    public async Task Open_to_strangers(string path, string? heading)
    {
        await using var stranger = await street.VisitorAsync();
        await stranger.OpenAsync(path);
        await stranger.InspectAsync(heading ?? (await stranger.Page.Locator("h1").TextContentAsync())!);
    }

    [Fact]
    public async Task On_the_way_to_an_account()
    {
        await using var person = await street.VisitorAsync();
        var mail = $"{Guid.NewGuid():N}@example.org";
        await person.OpenAsync("/sign-up");
        await person.PressAsync("Make the account");
        await person.Page.Locator(".problem").WaitForAsync();
        await person.InspectAsync("Make an account");
        await person.SignUpAsync(mail);
        await person.PressAsync("I have confirmed, go on");
        await person.SeesNoticeAsync("Your address is not confirmed yet");
        await person.InspectAsync("Check your mail");

        await using var phone = await street.VisitorAsync();
        await phone.ReadMailAsync(mail);
        await phone.Page.Locator("main a.button").ClickAsync();
        await phone.InspectAsync("Is this your mail address?");
        await phone.PressAsync("Yes, it is mine");
        await phone.InspectAsync("Your mail address is confirmed");

        await phone.SignInAsync(mail);
        await phone.OpenAsync("/sign-out");
        await phone.InspectAsync("Sign out of this browser?");
        await phone.OpenAsync("/");
        await phone.InspectAsync("Hello, Bo New");
    }

    [Fact]
    public async Task After_a_sign_in_that_went_wrong()
    {
        await using var person = await street.VisitorAsync();
        await person.OpenAsync("/sign-in");
        await person.FillSignInAsync("nobody@example.org");
        await person.SeesNoticeAsync("That did not fit together");
        await person.InspectAsync("Sign in");
        await person.OpenAsync("/forgot-password");
        await person.TypeAsync("Mail address", "nobody@example.org");
        await person.PressAsync("Send the link");
        await person.SeesAsync("Check your mail");
        await person.Page.InspectAsync();
    }

    [Fact]
    public async Task At_a_review_and_after_it()
    {
        var (near, used, denied) = (await street.DeviceAsync(), await street.DeviceAsync(), await street.DeviceAsync());
        await using var person = await street.ResidentAsync();
        await person.EnterAsync(near.UserCode);
        await person.InspectAsync("Link this television?");
        street.Server.Clock.Advance(TimeSpan.FromMinutes(11));
        await person.PressAsync("Link this television");
        await person.InspectAsync("That code has run out");

        used = await used.AskAsync();
        await person.EnterAsync(used.UserCode);
        await SayYesAsync(person);
        await person.InspectAsync("You said yes. Waiting for your television");
        street.Server.Clock.Advance(TimeSpan.FromSeconds(61));
        await person.Page.ReloadAsync();
        await person.InspectAsync("Your television has not answered");
        await used.PollAsync();
        await person.InspectAsync("Your television is linked");
        await person.EnterAsync(used.UserCode);
        await person.InspectAsync("That code is used up");

        denied = await denied.AskAsync();
        await person.EnterAsync(denied.UserCode);
        await person.PressAsync("Don’t link");
        await person.InspectAsync("Not linked");
        await person.PressAsync("Send the report");
        await person.InspectAsync("Thank you");
    }

    [Fact]
    public async Task At_a_review_from_far_away()
    {
        var mail = await street.AccountAsync();
        street.Server.Clock.Advance(TimeSpan.FromHours(25));
        var device = await street.DeviceAsync("127.0.0.2");
        await using var person = await street.VisitorAsync();
        await person.SignInAsync(mail);
        await person.EnterAsync(device.UserCode);
        await person.SeesNoticeAsync("Look closely: this device is on another network");
        await person.InspectAsync("Link this television?");
        await SayYesAsync(person);
        await person.SeesAsync("You said yes. Waiting for your television");
        await person.PressAsync("Undo the link");
        await person.InspectAsync("The link is undone");
    }

    [Fact]
    public async Task After_too_many_tries()
    {
        await using var person = await street.ResidentAsync();
        await person.OpenAsync("/link");
        for (var tries = 0; tries < 5; tries++)
        {
            await person.TypeCodeAsync("BCDF-GHJK");
            await person.SeesNoticeAsync("That code did not work");
        }

        await person.InspectAsync("Link a device");
        await person.TypeCodeAsync("BCDF-GHJK");
        await person.InspectAsync("Too many tries");
    }

    [Fact]
    public async Task About_devices()
    {
        await using var person = await street.ResidentAsync();
        await person.OpenAsync("/devices");
        await person.InspectAsync("Your devices");
        await LinkAsync(person, "Box 0");
        await person.OpenAsync("/devices");
        await person.InspectAsync("Your devices");
        await person.PressAsync("Box 0");
        await person.InspectAsync("Box 0");
        await person.PressAsync("This wasn’t me");
        await person.InspectAsync("This wasn’t you?");
        for (var i = 1; i <= 12; i++)
        {
            await LinkAsync(person, $"Box {i}");
        }

        await person.OpenAsync("/devices");
        await person.PressAsync("Remove Box 3");
        await Assertions.Expect(person.Main).ToContainTextAsync("Box 3 is removed and signed out.");
        await person.InspectAsync("Your devices");
    }

    [Fact]
    public async Task On_the_television()
    {
        await using var television = await street.TelevisionAsync();
        await television.Page.InspectAsync();
        await using var person = await street.ResidentAsync();
        await person.EnterAsync(television.Code);
        await SayYesAsync(person);
        await television.ShowsAsync("Hello, Ada Example");
        await television.Page.InspectAsync();
        await person.SeesAsync("Your television is linked");
        await person.PressAsync("Undo the link");
        await television.ShowsAsync("This television was removed");
        await television.Page.InspectAsync();

        await using var stranger = await street.VisitorAsync(scripts: false);
        await stranger.OpenAsync("/television");
        await stranger.SeesAsync("This test television needs scripts");
    }

    private async Task SayYesAsync(Visitor person)
    {
        await person.SeesAsync("Link this television?");
        street.Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PressAsync("Link this television");
    }

    private async Task LinkAsync(Visitor person, string name)
    {
        var device = await street.DeviceAsync(name: name);
        await person.EnterAsync(device.UserCode);
        await SayYesAsync(person);
        await person.Page.WaitForURLAsync("**/link/done/*");
        await device.PollAsync();
    }
}
