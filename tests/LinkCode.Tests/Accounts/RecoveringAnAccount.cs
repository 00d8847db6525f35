using System.Net;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Tests.Codes.Pages;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Tests.Accounts;

/// <summary>A mailbox alone opens no account that has a second step, and what a thief may have linked is signed out.</summary>
public sealed class RecoveringAnAccount(LinkSite link) : IClassFixture<LinkSite>
{
    private const string Fresh = "another four words now";

    [Fact]
    public async Task With_an_app_the_link_in_the_mail_wants_its_code()
    {
        var (owner, address) = await link.AddressedPersonAsync();
        var (app, paper) = await SecondStepPages.SetUpAsync(link.Site, owner);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(1));
        var thief = link.Site.Browser("127.0.0.9");
        var form = await AskAsync(thief, address);
        var page = await thief.PressAsync(form, "Save the new password", ("new-password", Fresh));
        Assert.Contains("There is no code yet", page.Text, StringComparison.Ordinal);
        page = await thief.PressAsync(page, "Save the new password", ("new-password", Fresh), ("code", app.WrongCode()));
        Assert.Contains("That code did not work", page.Text, StringComparison.Ordinal);
        Assert.Contains("did not fit together", (await link.Site.Browser().SignInAsync(address, Fresh)).Text, StringComparison.Ordinal);

        // A password that is too short costs no code.
        page = await thief.PressAsync(page, "Save the new password", ("new-password", "short"), ("code", paper[0]));
        Assert.Contains("too short", page.Text, StringComparison.Ordinal);
        page = await thief.PressAsync(page, "Save the new password", ("new-password", Fresh), ("code", paper[0]));
        Assert.Equal("Your new password is saved", page.Heading);
        Assert.Equal("One more step", (await link.Site.Browser().SignInAsync(address, Fresh)).Heading);
    }

    [Fact]
    public async Task Guesses_at_the_code_of_a_link_have_to_wait()
    {
        var (owner, address) = await link.AddressedPersonAsync();
        var (app, _) = await SecondStepPages.SetUpAsync(link.Site, owner);
        var thief = link.Site.Browser("127.0.0.10");
        var page = await AskAsync(thief, address);
        for (var i = 0; i < 6; i++)
        {
            page = await thief.PressAsync(page, "Save the new password", ("new-password", Fresh), ("code", app.WrongCode()));
            Assert.Equal(HttpStatusCode.OK, page.Status);
        }

        page = await thief.PressAsync(page, "Save the new password", ("new-password", Fresh), ("code", app.Code(1)));
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.NotNull(page.RetryAfter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_device_is_signed_out_unless_the_person_takes_the_tick_away(bool ticked)
    {
        var (owner, address) = await link.AddressedPersonAsync();
        var devices = new[] { await link.DeviceAsync(), await link.DeviceAsync() };
        foreach (var device in devices)
        {
            await link.LinkAsync(owner, device);
            Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        }

        var browser = link.Site.Browser();
        var form = await AskAsync(browser, address);
        var box = (AngleSharp.Html.Dom.IHtmlInputElement)form.Document.QuerySelector("input[name=devices]")!;
        Assert.True(box.IsChecked);
        box.IsChecked = ticked;
        var saved = await browser.PressAsync(form, "Save the new password", ("new-password", Fresh));
        Assert.Equal("Your new password is saved", saved.Heading);
        Assert.Equal(ticked, saved.Text.Contains("Your devices are signed out", StringComparison.Ordinal));
        foreach (var device in devices)
        {
            Assert.Equal(ticked ? HttpStatusCode.BadRequest : HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        }

        await browser.SignInAsync(address, Fresh);
        Assert.Equal(ticked ? 2 : 0, (await browser.GetAsync("/devices")).Document.QuerySelectorAll("tbody tr").Count(row => row.TextContent.Contains("Signed out", StringComparison.Ordinal)));
        var words = await link.Site.InScopeAsync<LinkCodeDb, List<string>>(db => db.Set<AuditEvent>().OrderByDescending(one => one.Id).Take(4).Select(one => one.What).ToListAsync());
        Assert.Equal(ticked, words.Contains("account.devices-signed-out"));
    }

    private async Task<Page> AskAsync(Browser browser, string address)
    {
        await browser.PressAsync(await browser.GetAsync("/forgot-password"), "Send the link", ("mail", address));
        return await browser.GetAsync((await link.Site.LetterAsync(address, 1, "Make a new password")).Button!.Url);
    }
}
