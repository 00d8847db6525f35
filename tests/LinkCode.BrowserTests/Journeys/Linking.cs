using System.Net;
using LinkCode.BrowserTests.Host;
using LinkCode.Tests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Journeys;

/// <summary>A person's ways to a linked device and away from it again; each is walked with scripts and without.</summary>
public abstract class Linking(Street street, bool scripts)
{
    private TestServer Server => street.Server;

    [Fact]
    public async Task By_typing_the_code()
    {
        await using var television = await street.TelevisionAsync();
        await using var person = await street.ResidentAsync(scripts);
        await person.EnterAsync(television.Code.ToLowerInvariant().Replace('-', ' '));
        await person.SeesAsync("Link this television?");
        await SayYesAsync(person);

        await television.ShowsAsync("Hello, Ada Example");
        await ConnectedAsync(person);
    }

    [Fact]
    public async Task By_the_complete_link()
    {
        var device = await street.DeviceAsync();
        await using var person = await street.ResidentAsync(scripts);
        await person.OpenAsync(device.Start.GetProperty("verification_uri_complete").GetString()!);
        await person.SeesAsync("Is this code on your screen?");
        await person.PressAsync("Yes, I see this code");
        await person.SeesAsync("Link this television?");
        await SayYesAsync(person);

        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        await ConnectedAsync(person);
    }

    [Fact]
    public async Task By_the_qr_picture()
    {
        await using var television = await street.TelevisionAsync();
        await using var person = await street.VisitorAsync(scripts);
        await person.OpenAsync(await television.ScanAsync());
        await person.SeesAsync("Is this code on your screen?");
        await person.PressAsync("Yes, I see this code");
        await person.FillSignInAsync(await street.AccountAsync());
        await person.SeesAsync("Link this television?");
        await SayYesAsync(person);

        await television.ShowsAsync("Hello, Ada Example");
        await ConnectedAsync(person);
        await person.OpenAsync("/devices");
        await Sees(person, "by QR picture");
    }

    [Fact]
    public async Task Not_when_the_code_in_the_link_is_another()
    {
        var device = await street.DeviceAsync();
        await using var person = await street.ResidentAsync(scripts);
        await person.OpenAsync("/link?user_code=" + device.UserCode);
        await person.PressAsync("No, it is not there");
        await person.SeesNoticeAsync("Good that you looked");
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task Denied()
    {
        await using var television = await street.TelevisionAsync();
        await using var person = await street.ResidentAsync(scripts);
        await person.EnterAsync(television.Code);
        await person.PressAsync("Don’t link");
        await person.SeesAsync("Not linked");
        await television.ShowsAsync("Not linked");

        await person.Page.GetByLabel("Yes, in a phone call").CheckAsync();
        await person.PressAsync("Send the report");
        await person.SeesAsync("Thank you");
        await person.OpenAsync("/devices");
        await Sees(person, "Nothing is linked yet.");
    }

    [Fact]
    public async Task With_an_expired_code()
    {
        var (early, late) = (await street.DeviceAsync(), await street.DeviceAsync());
        await using var person = await street.ResidentAsync(scripts);
        await person.EnterAsync(early.UserCode);
        await person.SeesAsync("Link this television?");
        Server.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(30));
        await person.PressAsync("Link this television");
        await person.SeesAsync("That code has run out");
        Assert.Equal("expired_token", (await early.PollAsync()).Error);

        await person.EnterAsync(late.UserCode);
        await person.SeesNoticeAsync("That code did not work");
        await person.TypeCodeAsync((await street.DeviceAsync()).UserCode);
        await person.SeesAsync("Link this television?");
    }

    [Fact]
    public async Task With_a_used_code()
    {
        var device = await street.DeviceAsync();
        await using var person = await street.ResidentAsync(scripts);
        await LinkAsync(person, device);
        await person.EnterAsync(device.UserCode);
        await person.SeesAsync("That code is used up");

        await using var other = await street.ResidentAsync(scripts);
        await other.EnterAsync(device.UserCode);
        await other.SeesNoticeAsync("That code did not work");
    }

    [Fact]
    public async Task With_a_wrong_code_and_then_too_many()
    {
        await using var person = await street.ResidentAsync(scripts);
        await person.EnterAsync("HELLO");
        await person.SeesNoticeAsync("That does not look like a code");
        for (var tries = 0; tries < 5; tries++)
        {
            await person.TypeCodeAsync("BCDF-GHJK");
            await person.SeesNoticeAsync("That code did not work");
        }

        await person.TypeCodeAsync("BCDF-GHJK");
        await person.SeesAsync("Too many tries");

        Server.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        var device = await street.DeviceAsync();
        await person.PressAsync("Type a code");
        await person.TypeCodeAsync(device.UserCode);
        await person.SeesAsync("Link this television?");
    }

    [Fact]
    public async Task With_a_new_account_confirmed_in_another_browser()
    {
        var device = await street.DeviceAsync();
        await using var person = await street.VisitorAsync(scripts);
        await using var phone = await street.VisitorAsync(scripts);
        var mail = $"{Guid.NewGuid():N}@example.org";
        await person.EnterAsync(device.UserCode);
        await person.SeesAsync("Sign in");
        await person.PressAsync("Make an account");
        await person.SignUpAsync(mail);
        await person.PressAsync("I have confirmed, go on");
        await person.SeesNoticeAsync("Your address is not confirmed yet");

        await phone.ReadMailAsync(mail);
        await phone.Page.Locator("main a.button").ClickAsync();
        await phone.SeesAsync("Is this your mail address?");
        await phone.TypeAsync("The password you chose", Visitor.Password);
        await phone.PressAsync("Yes, it is mine");
        await phone.SeesAsync("Your mail address is confirmed");

        await person.PressAsync("I have confirmed, go on");
        await person.SeesAsync("Link this television?");
        await SayYesAsync(person);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        await ConnectedAsync(person);
    }

    [Fact]
    public async Task With_another_account_on_the_way()
    {
        var device = await street.DeviceAsync();
        await using var person = await street.ResidentAsync(scripts);
        var second = await street.AccountAsync("Cleo Second");
        await person.EnterAsync(device.UserCode);
        await Sees(person, "Ada Example");
        await person.PressAsync("Use another account");
        await person.SeesAsync("Sign in");
        await person.FillSignInAsync(second);
        await person.SeesAsync("Link this television?");
        await Sees(person, "Cleo Second");
        await SayYesAsync(person);
        await device.PollAsync();
        Assert.Equal("Cleo Second", (await device.UserInfoAsync()).Text("name"));
        await ConnectedAsync(person);
    }

    [Fact]
    public async Task With_a_nine_minute_old_code_and_five_minutes_of_signing_in()
    {
        var device = await street.DeviceAsync();
        Server.Clock.Advance(TimeSpan.FromMinutes(9));
        await using var person = await street.VisitorAsync(scripts);
        await person.EnterAsync(device.UserCode);
        await person.SeesAsync("Sign in");
        Server.Clock.Advance(TimeSpan.FromMinutes(5));
        await person.FillSignInAsync(await street.AccountAsync());
        await person.SeesAsync("Link this television?");
        await SayYesAsync(person);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        await ConnectedAsync(person);
    }

    [Fact]
    public async Task And_removed_on_the_devices_page()
    {
        var device = await street.DeviceAsync(name: "Old box");
        await using var person = await street.ResidentAsync(scripts);
        await LinkAsync(person, device);
        await person.OpenAsync("/devices");
        await person.PressAsync("Remove Old box");
        await Sees(person, "Old box is removed and signed out.");
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await device.UserInfoAsync()).Status);
        await person.OpenAsync("/devices");
        Assert.Equal(0, await person.Page.Locator("table a").Filter(new() { HasText = "Old box" }).CountAsync());
    }

    [Fact]
    public async Task And_undone_on_the_done_page()
    {
        await using var television = await street.TelevisionAsync();
        await using var person = await street.ResidentAsync(scripts);
        await person.EnterAsync(television.Code);
        await person.SeesAsync("Link this television?");
        await SayYesAsync(person);
        await television.ShowsAsync("Hello, Ada Example");
        await ConnectedAsync(person);
        await person.PressAsync("Undo the link");
        await person.SeesAsync("The link is undone");
        await television.ShowsAsync("This television is no longer linked");
        await person.OpenAsync("/devices");
        await Sees(person, "Nothing is linked yet.");
    }

    private static Task Sees(Visitor person, string text) =>
        Microsoft.Playwright.Assertions.Expect(person.Main).ToContainTextAsync(text);

    private async Task LinkAsync(Visitor person, TestDevice device)
    {
        await person.EnterAsync(device.UserCode);
        await person.SeesAsync("Link this television?");
        await SayYesAsync(person);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        await ConnectedAsync(person);
    }

    private async Task SayYesAsync(Visitor person)
    {
        // The time it takes to read the page.
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PressAsync("Link this television");
    }

    // With scripts the page looks by itself; without them its reader does.
    private async Task ConnectedAsync(Visitor person)
    {
        if (!scripts)
        {
            await person.Page.ArriveAsync("/link/done/");
            for (var looks = 0; looks < 50 && await person.Page.Locator("h1").TextContentAsync() != "Your television is linked"; looks++)
            {
                await person.Page.ReloadAsync();
            }
        }

        await person.SeesAsync("Your television is linked");
    }
}

public sealed class LinkingWithScripts(Street street) : Linking(street, scripts: true), IClassFixture<Street>;

public sealed class LinkingWithoutScripts(Street street) : Linking(street, scripts: false), IClassFixture<Street>;
