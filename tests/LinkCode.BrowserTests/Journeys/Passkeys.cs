using System.Net;
using LinkCode.BrowserTests.Host;
using LinkCode.Server.Data;
using LinkCode.Server.Platform.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Journeys;

/// <summary>A person whose device signs them in: no password, ever.</summary>
public sealed class Passkeys(Street street) : IClassFixture<Street>
{
    private const string GoOn = "I have confirmed, go on";

    [Fact]
    public async Task Sign_up_link_a_television_change_the_passkey_and_sign_in_without_a_name()
    {
        var mail = NewMail();
        await using var television = await street.TelevisionAsync();
        await using var person = await street.VisitorAsync();
        var first = await Authenticator.PlugInAsync(person);
        await person.EnterAsync(television.Code);
        await person.SeesAsync("Sign in");
        await person.PressAsync("Make an account");
        await SignUpAsync(person, mail);
        await person.TypeAsync("Code from the mail", await CodeAsync(mail));
        await person.PressAsync(GoOn);
        await person.SeesAsync("Link this television?");
        street.Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PressAsync("Link this television");
        await television.ShowsAsync("Hello, Bo New");

        // A second device, and the first one is given away.
        await first.UnplugAsync();
        var second = await Authenticator.PlugInAsync(person);
        await person.OpenAsync("/security/passkeys");
        await person.PressAsync("Make a passkey");
        await Sees(person, "The passkey is ready");
        Assert.Equal(1, await second.CountAsync());
        await person.Main.Locator("li a").First.ClickAsync();
        await person.PressAsync("Remove the passkey");
        await Sees(person, "The passkey is removed here");
        await person.Main.Locator("li a").First.ClickAsync();
        await person.PressAsync("Remove the passkey");
        await person.SeesNoticeAsync("This is your only way to sign in");

        await second.ComeAsync(false);
        await SignOutAsync(person);
        await second.ComeAsync(true);
        await person.OpenAsync("/sign-in?next=/devices");
        await person.SeesAsync("Your devices");
        Assert.Equal(0, await PasswordsAsync(mail));
    }

    [Fact]
    public async Task Sign_in_by_the_button_and_say_nothing_when_the_person_thinks_better_of_it()
    {
        var mail = NewMail();
        await using var person = await street.VisitorAsync();
        var device = await Authenticator.PlugInAsync(person);
        await person.OpenAsync("/sign-up");
        await SignUpAsync(person, mail);
        await person.TypeAsync("Code from the mail", await CodeAsync(mail));
        await person.PressAsync(GoOn);
        await person.SeesAsync("Hello, Bo New");
        await device.ComeAsync(false);
        await SignOutAsync(person);
        await person.OpenAsync("/sign-in");
        await person.SeesAsync("Sign in");
        await TakeBackTheQuestionAsync(person);
        await device.ComeAsync(true);
        await person.PressAsync("Sign in with a passkey");
        await person.SeesAsync("Hello, Bo New");

        // A device without any: its window is closed, the page stays as it was.
        await SignOutAsync(person);
        await device.UnplugAsync();
        await person.OpenAsync("/sign-in");
        var empty = await Authenticator.PlugInAsync(person);
        await person.PressAsync("Sign in with a passkey");
        await Assertions.Expect(person.Page.Locator("[data-passkey-button]")).ToBeEnabledAsync();
        await Assertions.Expect(person.Page.Locator("[data-passkey-trouble]")).ToBeHiddenAsync();
        Assert.Equal(0, await empty.CountAsync());
        await person.SeesAsync("Sign in");
    }

    [Fact]
    public async Task Sign_up_while_the_mail_is_read_in_another_browser()
    {
        var mail = NewMail();
        var device = await street.DeviceAsync();
        await using var person = await street.VisitorAsync();
        await using var phone = await street.VisitorAsync();
        await Authenticator.PlugInAsync(person);
        await person.EnterAsync(device.UserCode);
        await person.PressAsync("Make an account");
        await SignUpAsync(person, mail);

        await phone.ReadMailAsync(mail);
        await phone.Page.Locator("main a.button").ClickAsync();
        await phone.SeesAsync("Type the code where you began");
        await person.PressAsync(GoOn);
        await person.SeesNoticeAsync("Your address is not confirmed yet");
        await person.TypeAsync("Code from the mail", await CodeAsync(mail));
        await person.PressAsync(GoOn);
        await person.SeesAsync("Link this television?");
        street.Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PressAsync("Link this television");
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }

    [Fact]
    public async Task Made_on_the_way_keep_an_old_code_and_so_does_a_session_that_ends_at_the_review()
    {
        var mail = NewMail();
        var device = await street.DeviceAsync();
        street.Server.Clock.Advance(TimeSpan.FromMinutes(9));
        await using var person = await street.VisitorAsync();
        var key = await Authenticator.PlugInAsync(person);
        await person.EnterAsync(device.UserCode);
        await person.PressAsync("Make an account");
        await SignUpAsync(person, mail);
        street.Server.Clock.Advance(TimeSpan.FromMinutes(5));
        await person.TypeAsync("Code from the mail", await CodeAsync(mail));
        await person.PressAsync(GoOn);
        await person.SeesAsync("Link this television?");

        // The session is over when the yes comes; the passkey brings the person back to the same question.
        await key.ComeAsync(false);
        await person.Page.Context.ClearCookiesAsync(new() { Name = "session" });
        street.Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PressAsync("Link this television");
        await person.SeesAsync("Sign in");
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);

        await TakeBackTheQuestionAsync(person);
        await key.ComeAsync(true);
        await person.PressAsync("Sign in with a passkey");
        await person.SeesAsync("Link this television?");
        street.Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PressAsync("Link this television");
        await person.Page.ArriveAsync("/link/done/");
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }

    [Fact]
    public async Task Are_refused_from_a_device_that_does_not_recognize_its_owner()
    {
        var mail = NewMail();
        await using var person = await street.VisitorAsync();
        var device = await Authenticator.PlugInAsync(person);
        await person.OpenAsync("/sign-up");
        await SignUpAsync(person, mail);
        await person.TypeAsync("Code from the mail", await CodeAsync(mail));
        await person.PressAsync(GoOn);
        await person.SeesAsync("Hello, Bo New");
        await device.ComeAsync(false);
        await SignOutAsync(person);
        await person.OpenAsync("/sign-in");

        await TakeBackTheQuestionAsync(person);

        // A browser that leaves out what the server asked for: the passkey is right, its owner was not looked for.
        await device.ComeAsync(true);
        var answer = await person.Page.EvaluateAsync<string>("""
            async () => {
              const form = document.querySelector('form[data-passkey]');
              const question = await ask(form);
              const publicKey = read({ ...question, userVerification: 'discouraged' }, false);
              const credential = await navigator.credentials.get({ publicKey });
              const answer = JSON.parse(write(credential));
              const bytes = Uint8Array.from(atob(answer.response.authenticatorData.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
              if (bytes[32] & 4) throw new Error('It looked for its owner after all.');
              return JSON.stringify(answer);
            }
            """);
        await device.ComeAsync(false);
        await person.Page.EvaluateAsync("answer => { setTimeout(() => send(document.querySelector('form[data-passkey]'), answer)); }", answer);
        await person.SeesNoticeAsync("That passkey did not work here");
    }

    [Fact]
    public async Task Are_offered_after_a_password()
    {
        var mail = await street.AccountAsync();
        await using var person = await street.VisitorAsync();
        var device = await Authenticator.PlugInAsync(person);
        await person.OpenAsync("/sign-in?next=/devices");
        await person.FillSignInAsync(mail);
        await person.SeesAsync("Next time without a password?");
        await person.PressAsync("Make a passkey");
        await person.SeesAsync("Your devices");
        Assert.Equal(1, await device.CountAsync());

        // The same device makes no second one.
        await person.OpenAsync("/security/passkeys");
        await person.PressAsync("Make a passkey");
        await Assertions.Expect(person.Page.Locator("[data-passkey-trouble]")).ToContainTextAsync("has a passkey for your account already");
    }

    [Fact]
    public async Task Are_not_offered_in_the_middle_of_a_link_or_twice()
    {
        var (device, mail) = (await street.DeviceAsync(), await street.AccountAsync());
        await using var person = await street.VisitorAsync();
        await person.EnterAsync(device.UserCode);
        await person.FillSignInAsync(mail);
        await person.SeesAsync("Link this television?");
        await SignOutAsync(person);
        await person.OpenAsync("/sign-in");
        await person.FillSignInAsync(mail);
        await person.SeesAsync("Next time without a password?");
        await person.PressAsync("Not now");
        await person.SeesAsync("Hello, Ada Example");
        await SignOutAsync(person);
        await person.OpenAsync("/sign-in");
        await person.FillSignInAsync(mail);
        await person.SeesAsync("Hello, Ada Example");
    }

    [Fact]
    public async Task Show_no_dead_button_without_scripts()
    {
        await using var person = await street.ResidentAsync(scripts: false);
        await person.SeesAsync("Hello, Ada Example");
        await person.OpenAsync("/security/passkeys");
        await Sees(person, "scripts are off");
        await Assertions.Expect(person.Main.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await using var stranger = await street.VisitorAsync(scripts: false);
        foreach (var path in new[] { "/sign-in", "/sign-up" })
        {
            await stranger.OpenAsync(path);
            await Assertions.Expect(stranger.Main.GetByRole(AriaRole.Button)).ToHaveCountAsync(1);
        }
    }

    private static string NewMail() => $"{Guid.NewGuid():N}@example.org";

    private static Task Sees(Visitor person, string text) => Assertions.Expect(person.Main).ToContainTextAsync(text);

    private static async Task SignUpAsync(Visitor person, string mail)
    {
        await person.TypeAsync("Your name", "Bo New");
        await person.TypeAsync("Mail address", mail);
        await person.PressAsync("Go on with a passkey");
        await person.SeesAsync("Check your mail");
    }

    private static async Task SignOutAsync(Visitor person)
    {
        await person.OpenAsync("/sign-out");
        await person.PressAsync("Sign out");
        await person.SeesAsync("You are signed out");
    }

    private async Task<string> CodeAsync(string to)
    {
        var kept = street.Server.Services.GetRequiredService<KeptMail>();
        for (var tries = 0; tries < 200; tries++)
        {
            if (kept.All.FirstOrDefault(letter => letter.To == to) is { } letter)
            {
                return letter.Letter.Facts[0].Value;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("No mail came.");
    }

    private async Task<int> PasswordsAsync(string mail)
    {
        await using var scope = street.Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Users.CountAsync(account => account.Email == mail && account.PasswordHash != null);
    }

    // The page itself asks while nobody types; its question would be answered as soon as the device is there, before any button is pressed.
    private static async Task TakeBackTheQuestionAsync(Visitor person)
    {
        await person.Page.WaitForFunctionAsync("() => Boolean(waiting)");
        await person.Page.EvaluateAsync("() => waiting.abort()");
    }
}
