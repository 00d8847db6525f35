using LinkCode.BrowserTests.Host;
using LinkCode.Server.Apps;

namespace LinkCode.BrowserTests.Pages;

/// <summary>Every page can be used by everybody: axe has nothing serious to say, at any width, in light and dark; no page is heavy.</summary>
public sealed class PagesOfAnAccount(Street street) : IClassFixture<Street>
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
    [InlineData("/reset-password?key=used", null)]
    [InlineData("/invitation?key=used", null)]
    [InlineData("/setup?key=used", null)]
    [InlineData("/error/401", null)]
    [InlineData("/error/429", null)]
    [InlineData("/error/500", null)]
    [InlineData("/error/503", null)]
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
        await phone.TypeAsync("The password you chose", Visitor.Password);
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
    public async Task With_a_new_password()
    {
        var mail = await street.AccountAsync();
        await using var person = await street.VisitorAsync();
        await person.OpenAsync("/forgot-password");
        await person.TypeAsync("Mail address", mail);
        await person.PressAsync("Send the link");
        await person.SeesAsync("Check your mail");
        await person.ReadMailAsync(mail);
        await person.Page.InspectAsync();
        await person.Page.Locator("main a.button").ClickAsync();
        await person.Page.Locator("main form").WaitForAsync();
        await person.Page.InspectAsync();
        await person.Page.Locator("main form button.main").ClickAsync();
        await person.Page.Locator(".problem").WaitForAsync();
        await person.Page.InspectAsync();
    }

    [Fact]
    public async Task Signing_in_to_an_app()
    {
        await street.Server.AddAppAsync("fern", new AppSettings { Name = "Fern", Kind = "Browser", RedirectUris = { "https://fern.example/back" } });
        await using var person = await street.ResidentAsync();
        await person.OpenAsync("/oauth/authorize?client_id=fern&response_type=code&redirect_uri=https%3A%2F%2Ffern.example%2Fback&scope=openid%20profile"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
        await person.InspectAsync("Sign in to Fern?");
    }
}
