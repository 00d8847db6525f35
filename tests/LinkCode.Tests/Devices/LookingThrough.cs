using LinkCode.Server.Devices.LookingThrough;
using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Accounts.Privacy;
using LinkCode.Tests.Codes.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Devices;

/// <summary>People look through what is linked, and are asked to now and then.</summary>
public sealed class LookingThrough(LinkSite link) : IClassFixture<LinkSite>
{
    private Site Site => link.Site;

    [Fact]
    public async Task The_page_says_which_app_may_read_what_and_every_removal_can_be_undone()
    {
        var ana = await Somebody.AtAsync(link);
        Assert.Contains("no app reads anything", (await ana.Browser.GetAsync("/privacy/review")).Text, StringComparison.Ordinal);
        await ana.LinkAsync();
        var page = await ana.Browser.GetAsync("/privacy/review");
        Assert.Contains("TV of " + ana.Name, page.Text, StringComparison.Ordinal);
        Assert.Contains("Know which account is yours", page.Text, StringComparison.Ordinal);
        Assert.Contains("See your name", page.Text, StringComparison.Ordinal);
        Assert.Contains("Last used", page.Text, StringComparison.Ordinal);

        var id = page.Document.QuerySelector("button[name=remove]")!.GetAttribute("value")!;
        page = await ana.Browser.PressAsync(page, "All of this is right", ("remove", id));
        Assert.Null(page.Document.QuerySelector("button[name=remove]"));
        page = await ana.Browser.PressAsync(page, "Undo", ("restore", id));
        Assert.Equal("/privacy/review?changed=" + id, page.Path);
        Assert.NotNull(page.Document.QuerySelector("button[name=remove]"));
        var stranger = await Somebody.AtAsync(link);
        await stranger.LinkAsync();
        var refused = await stranger.Browser.PressAsync(await stranger.Browser.GetAsync("/privacy/review"), "All of this is right", ("remove", id));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, refused.Status);
    }

    [Fact]
    public async Task What_happens_to_devices_stands_among_what_happened()
    {
        var ana = await Somebody.AtAsync(link);
        await ana.LinkAsync();
        var device = (await ana.Browser.GetAsync("/devices")).Document.QuerySelector("button[name=remove]")!.GetAttribute("value")!;
        var page = await ana.Browser.GetAsync("/devices/" + device);
        page = await ana.Browser.PressAsync(page, "Save the name", ("do", "rename"), ("name", "Sofa"));
        page = await ana.Browser.PressAsync(page, "Remove", ("do", "remove"));
        await ana.Browser.PressAsync(page, "Undo", ("do", "restore"));
        await ana.Browser.PressAsync(await ana.Browser.GetAsync("/devices/" + device), "Sign out", ("do", "sign-out"));
        var lines = (await ana.Browser.GetAsync("/activity")).Document.QuerySelectorAll(".happened li").Select(line => line.TextContent.Trim()).ToList();
        string[] expected =
        [
            "A device was signed out", "A removed device was brought back", "A device was removed", "A device got another name", "A device was linked", "You agreed to link a device",
        ];
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.StartsWith(expected[i], lines[i], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_ninety_days_one_letter_asks_whoever_has_something_linked()
    {
        var (ana, bo, cleo) = (await Somebody.AtAsync(link), await Somebody.AtAsync(link), await Somebody.AtAsync(link));
        await ana.LinkAsync();
        await cleo.LinkAsync();
        await RemindAsync();
        Assert.Equal((0, 0, 0), (Letters(ana), Letters(bo), Letters(cleo)));

        Site.Clock.Advance(TimeSpan.FromDays(60));
        await cleo.Browser.SignInAsync(cleo.Address);
        var page = await cleo.Browser.PressAsync(await cleo.Browser.GetAsync("/privacy/review"), "All of this is right", ("do", "right"));
        Assert.Contains("We will ask you again", page.Text, StringComparison.Ordinal);

        Site.Clock.Advance(TimeSpan.FromDays(31));
        await Task.WhenAll(RemindAsync(), RemindAsync());
        await RemindAsync();
        Assert.Equal("/privacy/review", new Uri((await Site.LetterAsync(ana.Address, 1, "Is all of this still right?")).Button!.Url).AbsolutePath);
        Assert.Equal((1, 0, 0), (Letters(ana), Letters(bo), Letters(cleo)));

        Site.Clock.Advance(TimeSpan.FromDays(90));
        await RemindAsync();
        await Site.LetterAsync(cleo.Address, 1, "Is all of this still right?");
        await Site.LetterAsync(ana.Address, 2, "Is all of this still right?");
        Assert.Equal((2, 0, 1), (Letters(ana), Letters(bo), Letters(cleo)));
    }

    private Task RemindAsync() => Site.Services.GetRequiredService<RemindOfReview>().RunAsync(CancellationToken.None);

    private int Letters(Somebody somebody) =>
        Site.Services.GetRequiredService<KeptMail>().All.Count(letter => letter.To == somebody.Address && letter.Letter.Subject == "Is all of this still right?");
}
