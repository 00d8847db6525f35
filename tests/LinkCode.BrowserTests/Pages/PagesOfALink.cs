using LinkCode.BrowserTests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>The same for the pages of a link, in all its states, and of devices.</summary>
public sealed class PagesOfALink(Street street) : IClassFixture<Street>
{
    [Fact]
    public async Task At_a_review_and_after_it()
    {
        var (near, used, denied) = (await street.DeviceAsync(), await street.DeviceAsync(), await street.DeviceAsync());
        await using var person = await street.ResidentAsync();
        await person.EnterAsync(near.UserCode);
        await person.InspectAsync("Link this television?", looksOtherwiseWhenWide: true);
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
        await person.InspectAsync("Your devices", looksOtherwiseWhenWide: true);
        await LinkAsync(person, "Box 0");
        await person.OpenAsync("/devices");
        await person.InspectAsync("Your devices", looksOtherwiseWhenWide: true);
        await person.PressAsync("Box 0");
        await person.InspectAsync("Box 0");
        var device = person.Path;
        await person.OpenAsync(device + "/not-mine");
        await person.InspectAsync("This wasn’t you?");
        await person.OpenAsync(device);
        await person.PressAsync("This wasn’t me");
        await person.InspectAsync("The device is removed");
        for (var i = 1; i <= 12; i++)
        {
            await LinkAsync(person, $"Box {i}");
        }

        await person.OpenAsync("/devices");
        await person.PressAsync("Remove Box 3");
        await Assertions.Expect(person.Main).ToContainTextAsync("Box 3 is removed and signed out.");
        await person.InspectAsync("Your devices", looksOtherwiseWhenWide: true);
    }

    [Fact]
    public async Task On_the_television()
    {
        await using var television = await street.TelevisionAsync();
        await television.Page.InspectAsync(looksOtherwiseWhenWide: true);
        await using var person = await street.ResidentAsync();
        await person.EnterAsync(television.Code);
        await SayYesAsync(person);
        await television.ShowsAsync("Hello, Ada Example");
        await television.Page.InspectAsync();
        await person.SeesAsync("Your television is linked");
        await person.PressAsync("Undo the link");
        await television.ShowsAsync("This television is no longer linked");
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
        await person.Page.ArriveAsync("/link/done/");
        await device.PollAsync();
    }
}
