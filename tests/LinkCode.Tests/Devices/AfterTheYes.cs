using System.Net;
using LinkCode.Server.Apps;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Codes.Pages;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Devices;

/// <summary>The page that says whether the device really has it.</summary>
public sealed class AfterTheYes(LinkSite link) : IClassFixture<LinkSite>
{
    [Fact]
    public async Task LP8_waits_for_the_device_and_then_says_that_it_is_linked()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var done = await link.LinkAsync(person, device);
        Assert.Equal("You said yes. Waiting for your television", done.Heading);
        Assert.Contains("Waiting", await StageAsync(person, done), StringComparison.Ordinal);

        await device.PollAsync();
        Assert.Contains("Connected", await StageAsync(person, done), StringComparison.Ordinal);
        var connected = await person.GetAsync(done.Path);
        Assert.Equal("Your television is linked", connected.Heading);
        Assert.Contains("Demo Television is signed in as Ana Lima", connected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LP8_says_so_when_the_device_does_not_answer_for_a_minute()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var done = await link.LinkAsync(person, device);
        link.Site.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("Your television has not answered", (await person.GetAsync(done.Path)).Heading);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LP10_undo_takes_the_link_back_whether_the_device_was_quick_or_not(bool wasQuick)
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var done = await link.LinkAsync(person, device);
        if (wasQuick)
        {
            await device.PollAsync();
            done = await person.GetAsync(done.Path);
        }

        var undone = await person.PressAsync(done, "Undo the link");
        Assert.Equal("The link is undone", undone.Heading);
        if (wasQuick)
        {
            Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
            Assert.Equal(HttpStatusCode.Unauthorized, (await device.UserInfoAsync()).Status);
        }
        else
        {
            Assert.Equal("access_denied", (await device.PollAsync()).Error);
        }
    }

    [Fact]
    public async Task LP10_undo_ends_after_ten_minutes_and_points_to_removing()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var done = await link.LinkAsync(person, device);
        await device.PollAsync();
        var connected = await person.GetAsync(done.Path);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(11));
        var late = await person.PressAsync(connected, "Undo the link");
        Assert.Equal("Undo is over, remove it instead", late.Heading);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task LP10_a_yes_that_its_device_could_still_use_can_be_taken_back_after_ten_minutes_too()
    {
        await link.Site.InScopeAsync<RegisterApp, string?>(register => register.RunAsync("slow", new AppSettings { Name = "Slow", CodeLifetimeSeconds = 1800 }, default));
        await link.Site.Services.GetRequiredService<AppDirectory>().RefreshAsync(default);
        using var http = new HttpClient { BaseAddress = new Uri(link.Site.Address) };
        var (device, person) = (await new TestDevice(http, "slow").AskAsync(), await link.PersonAsync());
        var done = await link.LinkAsync(person, device);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(12));
        var later = await person.GetAsync(done.Path);
        Assert.Equal("The link is undone", (await person.PressAsync(later, "Undo the link")).Heading);
        Assert.Equal("access_denied", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task LP9_a_code_that_was_used_says_so_to_its_owner_only()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        await link.LinkAsync(person, device);
        await device.PollAsync();
        Assert.Equal("That code is used up", (await LinkSite.TypeAsync(person, device.UserCode)).Heading);
        Assert.Contains("That code did not work", (await LinkSite.TypeAsync(await link.PersonAsync(), device.UserCode)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LP9_a_code_that_ran_out_says_so_to_its_owner()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var review = await LinkSite.TypeAsync(person, device.UserCode);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("That code has run out", (await link.AnswerAsync(person, review, "yes")).Heading);
        Assert.Equal("expired_token", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task Nobody_else_finds_any_of_these_pages()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var done = await link.LinkAsync(person, device);
        var other = await link.PersonAsync();
        foreach (var path in new[] { done.Path, done.Path.Replace("done", "ended", StringComparison.Ordinal) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).Status);
            Assert.Equal("Sign in", (await link.Site.Browser().GetAsync(path)).Heading);
        }

        // This one is for the script of the page, which cannot sign anybody in.
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(done.Path + "/status")).Status);
        var script = await link.Site.Browser().GetAsync(done.Path + "/status");
        Assert.Equal((HttpStatusCode.Unauthorized, "Please sign in first"), (script.Status, script.Heading));
    }

    private static async Task<string> StageAsync(Browser person, Page done) => (await person.GetAsync(done.Path + "/status")).Html;
}
