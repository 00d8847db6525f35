using LinkCode.BrowserTests.Host;
using LinkCode.Server.Platform.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>The same for the pages of passkeys and sessions.</summary>
public sealed class PagesOfSecurity(Street street) : IClassFixture<Street>
{
    [Fact]
    public async Task About_passkeys()
    {
        var mail = await street.AccountAsync();
        await using var person = await street.VisitorAsync();
        var device = await Authenticator.PlugInAsync(person);
        await device.ComeAsync(false);
        await person.OpenAsync("/sign-in");
        await person.InspectAsync("Sign in", looksOtherwiseWhenWide: true);
        await person.FillSignInAsync(mail);
        await person.InspectAsync("Next time without a password?");
        await person.OpenAsync("/security/passkeys");
        await person.InspectAsync("Passkeys");
        await device.ComeAsync(true);
        await person.PressAsync("Make a passkey");
        await Assertions.Expect(person.Main).ToContainTextAsync("The passkey is ready");
        await person.InspectAsync("Passkeys", looksOtherwiseWhenWide: true);
        await person.Main.Locator("li a").ClickAsync();
        await person.InspectAsync("Chrome on Linux");
        await person.TypeAsync("What you call it", " ");
        await person.PressAsync("Save the name");
        await person.Page.Locator(".problem").WaitForAsync();
        await person.InspectAsync("Chrome on Linux");
    }

    [Fact]
    public async Task On_the_way_to_an_account_without_a_password()
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        await using var person = await street.VisitorAsync();
        await using var phone = await street.VisitorAsync();
        await Authenticator.PlugInAsync(person);
        await person.OpenAsync("/sign-up");
        await person.InspectAsync("Make an account", looksOtherwiseWhenWide: true);
        await person.PressAsync("Go on with a passkey");
        await person.Page.Locator(".problem").WaitForAsync();
        await person.InspectAsync("Make an account");
        await person.TypeAsync("Your name", "Bo New");
        await person.TypeAsync("Mail address", mail);
        await person.PressAsync("Go on with a passkey");
        await person.InspectAsync("Check your mail");
        await person.TypeAsync("Code from the mail", "000000");
        await person.PressAsync("I have confirmed, go on");
        await person.Page.Locator(".problem").WaitForAsync();
        await person.InspectAsync("Check your mail");

        await phone.ReadMailAsync(mail);
        await phone.Page.Locator("main a.button").ClickAsync();
        await phone.InspectAsync("Type the code where you began");
        var code = street.Server.Services.GetRequiredService<KeptMail>().All.First(letter => letter.To == mail).Letter.Facts[0].Value;
        await person.TypeAsync("Code from the mail", code);
        await person.PressAsync("I have confirmed, go on");
        await person.SeesAsync("Hello, Bo New");
        await person.OpenAsync("/security/passkeys");
        await person.Main.Locator("li a").ClickAsync();
        await person.PressAsync("Remove the passkey");
        await person.SeesNoticeAsync("This is your only way to sign in");
        await person.InspectAsync("Chrome on Linux");
    }

    [Fact]
    public async Task About_sessions()
    {
        var mail = await street.AccountAsync();
        await using var person = await street.VisitorAsync(scripts: false);
        await person.SignInAsync(mail);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await using var other = await street.VisitorAsync();
            await other.SignInAsync(mail);
        }

        await person.OpenAsync("/devices");
        await person.PressAsync("Where you are signed in");
        await person.SeesAsync("Where you are signed in");
        await person.Main.GetByRole(AriaRole.Button, new() { Name = "Sign out Chrome on Linux" }).First.ClickAsync();
        await Assertions.Expect(person.Main).ToContainTextAsync("One browser is signed out");
        await person.PressAsync("Sign out all other browsers");
        await Assertions.Expect(person.Main).ToContainTextAsync("2 browsers are signed out");
        await Assertions.Expect(person.Main.Locator("li")).ToHaveCountAsync(1);

        await using var other2 = await street.VisitorAsync();
        await other2.SignInAsync(mail);
        await other2.OpenAsync("/sessions");
        await other2.InspectAsync("Where you are signed in", looksOtherwiseWhenWide: true);
    }
}
