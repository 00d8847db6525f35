using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Tests.Codes.Pages;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Tests.Accounts;

/// <summary>What an operator does to one account from the command line.</summary>
public sealed class TheAccountsCommand(LinkSite link) : IClassFixture<LinkSite>
{
    private Site Site => link.Site;

    [Fact]
    public async Task The_second_step_of_somebody_who_lost_everything_is_taken_off_and_they_come_back_by_mail()
    {
        var (owner, address) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync();
        await link.LinkAsync(owner, device);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        await SecondStepPages.SetUpAsync(Site, owner);

        var (result, said) = await RunAsync("remove-second-step", address);
        Assert.Equal(0, result);
        Assert.Contains("signed out everywhere", said, StringComparison.Ordinal);
        Site.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await owner.IsSignedInAsync());
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
        var letter = await Site.LetterAsync(address, 1, "The second step of your account was taken off");
        Assert.EndsWith("/forgot-password", letter.Button!.Url, StringComparison.Ordinal);

        // The password alone is enough again, and the mailbox for a new one: no code is asked for.
        var browser = Site.Browser();
        await browser.PressAsync(await browser.GetAsync("/forgot-password"), "Send the link", ("mail", address));
        var reset = await browser.GetAsync((await Site.LetterAsync(address, 1, "Make a new password")).Button!.Url);
        Assert.Null(reset.Document.QuerySelector("#code"));
        await browser.PressAsync(reset, "Save the new password", ("new-password", "another four words now"));
        await browser.SignInAsync(address, "another four words now");
        Assert.True(await browser.IsSignedInAsync());
        Assert.Contains("The people who run this site took the second step off", (await browser.GetAsync("/activity")).Text, StringComparison.Ordinal);

        var again = await RunAsync("remove-second-step", address);
        Assert.Equal(1, again.Result);
        Assert.Contains("Nothing was changed", again.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_is_signed_out_of_every_browser_and_device()
    {
        var (owner, address) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync();
        await link.LinkAsync(owner, device);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal(0, (await RunAsync("sign-out", address)).Result);
        Site.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await owner.IsSignedInAsync());
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
        await owner.SignInAsync(address);
        Assert.True(await owner.IsSignedInAsync());
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("enable")]
    [InlineData("sign-out")]
    [InlineData("remove-second-step")]
    public async Task Nobody_is_said_to_be_nobody(string verb)
    {
        var before = await Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<AuditEvent>().CountAsync());
        Assert.Equal((1, "Nobody here has this address."), await RunAsync(verb, Site.NewAddress()));
        Assert.Equal((1, "Nobody here has this address."), await RunAsync(verb, "no address"));
        Assert.Equal(before, await Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<AuditEvent>().CountAsync()));
    }

    private async Task<(int Result, string Said)> RunAsync(string verb, string address)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var result = await AccountsCommand.Create(() => Site.Services).Parse([verb, address]).InvokeAsync(new() { Output = output, Error = error });
        return (result, (output.ToString() + error).Trim());
    }
}
