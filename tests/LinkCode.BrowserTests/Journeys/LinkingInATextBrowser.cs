using System.Net;
using LinkCode.BrowserTests.Host;

namespace LinkCode.BrowserTests.Journeys;

/// <summary>The same pages in w3m: no scripts, no styles, no pictures.</summary>
public sealed class LinkingInATextBrowser(Street street) : IClassFixture<Street>
{
    [Fact]
    public async Task By_typing_the_code_and_signing_in_on_the_way()
    {
        var device = await street.DeviceAsync();
        using var person = TextBrowser.Open($"http://127.0.0.1:{street.Server.Address.Port}/link");
        await person.SeesAsync("Usually 8 letters");
        await person.TypeAfterAsync("Usually 8", device.UserCode);
        await person.SeesAsync(device.UserCode);
        await person.PressNextAsync();

        await person.SeesAsync("Forgot your password?");
        await person.TypeAfterAsync("Mail address", await street.AccountAsync());
        await person.TypeNextAsync(Visitor.Password);
        await person.SeesAsync("**");
        await person.PressNextAsync();

        await person.SeesAsync("Link this television?");
        await person.SeesAsync(device.UserCode);
        street.Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PressAfterAsync("Nobody from support", 2);
        await person.SeesAsync("You said yes.");
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        await person.ReloadAsync();
        await person.SeesAsync("Your television is linked");
    }
}
