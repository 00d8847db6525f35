using System.Net;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Codes.Pages;

namespace LinkCode.Tests.Devices;

/// <summary>What owners are told by mail about their devices (DV-6, N45).</summary>
public sealed class LettersAboutDevices(LinkSite link) : IClassFixture<LinkSite>
{
    [Fact]
    public async Task DV6_every_new_link_is_told_and_the_letter_leads_to_the_way_out()
    {
        var (person, address) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync(("device_name", "Sofa\r\nBcc: someone@example.org"));
        await link.LinkAsync(person, device);
        var letter = await link.Site.LetterAsync(address);
        Assert.Equal("A device was linked to your account", letter.Subject);
        Assert.Contains(letter.Facts, fact => fact.Value == "127.0.0.1");
        Assert.DoesNotContain(device.DeviceCode, letter.Button!.Url, StringComparison.Ordinal);
        var way = new Uri(letter.Button.Url).AbsolutePath;

        // Before the device has come for its sign-in, the yes can still be taken back.
        Assert.StartsWith("/link/done/", (await person.GetAsync(way)).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);

        // Looking changes nothing: mail programs open links by themselves.
        var page = await person.GetAsync(way);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        await person.PressAsync(page, page.Document.QuerySelector("main form button")!.TextContent);
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
    }

    [Fact]
    public async Task N45_T90_a_refresh_token_used_again_later_signs_the_device_out_and_its_owner_is_told()
    {
        var (person, address) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync(("device_name", "Attic"));
        await link.LinkAsync(person, device);
        await device.PollAsync();
        var old = device.RefreshToken;
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("invalid_grant", (await device.RefreshAsync(old)).Error);
        var letter = await link.Site.LetterAsync(address, count: 2);
        Assert.Equal("A device was signed out", letter.Subject);
        Assert.Contains(letter.Facts, fact => fact.Value == "Attic");
    }

    [Fact]
    public async Task They_are_in_the_owner_s_language_whoever_causes_them()
    {
        var (person, address) = await link.AddressedPersonAsync(language: "ar");
        var device = await link.DeviceAsync(("device_name", "Attic"));
        await link.LinkAsync(person, device);
        var linked = await link.Site.LetterAsync(address);
        Assert.Equal(("ar", "رُبط جهاز بحسابك"), (linked.Language, linked.Subject));
        await device.PollAsync();
        var old = device.RefreshToken;
        await device.RefreshAsync();
        link.Site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("invalid_grant", (await device.RefreshAsync(old)).Error);
        var replayed = await link.Site.LetterAsync(address, count: 2);
        Assert.Equal(("ar", "سُجّل خروج جهاز"), (replayed.Language, replayed.Subject));
    }

    [Fact]
    public async Task An_installation_that_is_linked_again_ends_its_older_access_token_at_once()
    {
        var (person, _) = await link.AddressedPersonAsync();
        var first = await link.DeviceAsync(("device_id", "the-same"));
        await link.LinkAsync(person, first);
        await first.PollAsync();
        Assert.Equal(HttpStatusCode.OK, (await first.UserInfoAsync()).Status);
        var second = await link.DeviceAsync(("device_id", "the-same"));
        await link.LinkAsync(person, second);
        Assert.Equal(HttpStatusCode.OK, (await second.PollAsync()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await first.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await second.UserInfoAsync()).Status);
    }
}
