using System.Net;
using LinkCode.Server.Devices;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Devices;

/// <summary>What an owner sees and does with what is linked.</summary>
public sealed class TheDevicesPage(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Without_devices_it_explains_and_offers_the_field()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync("/devices");
        Assert.Contains("Nothing is linked yet", person.Text, StringComparison.Ordinal);
        await person.PressAsync("main form button", ("code", ""));
        Assert.Equal("/link", person.Place.AbsolutePath);
    }

    [Fact]
    public async Task A_removed_device_is_refused_at_once_and_comes_back_with_undo()
    {
        var (person, device) = await LinkAsync();
        using var _ = person;
        await person.LookAsync("/devices");
        Assert.Contains("Telly", person.Text, StringComparison.Ordinal);
        await person.PressAsync("button[name=remove]");
        Assert.Contains("Telly is removed and signed out", person.Text, StringComparison.Ordinal);
        Assert.Null(person.Page.QuerySelector("table"));
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
        Assert.NotEqual(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);

        await person.PressAsync("button[value=restore]");
        Assert.Contains("Telly is back in your list", person.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
    }

    [Fact]
    public async Task Undo_is_over_after_a_minute()
    {
        var (person, device) = await LinkAsync();
        using var _ = person;
        await person.LookAsync("/devices");
        await person.PressAsync("button[name=remove]");
        Server.Clock.Advance(TimeSpan.FromSeconds(61));
        await person.PressAsync("button[value=restore]");
        Assert.Contains("The minute for undoing it is over", person.Text, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
    }

    [Fact]
    public async Task A_signed_out_device_stays_on_the_list_and_bringing_it_back_there_signs_nothing_in()
    {
        var (person, device) = await LinkAsync();
        using var _ = person;
        await person.LookAsync("/devices");
        await person.PressAsync("button[name=sign-out]");
        Assert.Contains("Telly is signed out", person.Text, StringComparison.Ordinal);
        Assert.NotNull(person.Page.QuerySelector("table"));
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);

        await person.PressAsync("button[name=remove]");
        Assert.Contains("Telly is taken off the list", person.Text, StringComparison.Ordinal);
        await person.PressAsync("button[value=restore]");
        Assert.NotNull(person.Page.QuerySelector("table"));
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
    }

    [Fact]
    public async Task A_new_name_is_kept_and_an_empty_one_is_not()
    {
        var (person, _) = await LinkAsync();
        using var owner = person;
        await OpenAsync(person);
        await person.PressAsync("button[value=rename]", ("name", "  "));
        Assert.Contains("There is no name yet", person.Text, StringComparison.Ordinal);
        await person.PressAsync("button[value=rename]", ("name", " Living <b>room</b> "));
        Assert.Equal("Living <b>room</b>", person.Page.QuerySelector("h1")!.TextContent);
        await person.PressAsync("button[value=rename]", ("name", new string('x', 61)));
        Assert.Contains("The name is too long", person.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permissions_are_sentences()
    {
        var (person, _) = await LinkAsync();
        using var owner = person;
        await OpenAsync(person);
        Assert.Contains("See your name", person.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("offline_access", person.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_learns_that_a_device_exists()
    {
        var (person, device) = await LinkAsync();
        using var owner = person;
        await OpenAsync(person);
        var theirs = person.Place.AbsolutePath;
        using var stranger = await TestBrowser.SignInAsync(Server);
        var unknown = (await stranger.LookAsync($"/devices/{Guid.CreateVersion7()}")).Text;
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        Assert.Equal(unknown, (await stranger.LookAsync(theirs)).Text);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        Assert.Equal(unknown, (await stranger.LookAsync(theirs + "/not-mine")).Text);

        await SendAsync(stranger, theirs, ("do", "remove"));
        await SendAsync(stranger, theirs, ("do", "rename"), ("name", "Mine now"));
        await SendAsync(stranger, theirs + "/not-mine");
        await SendAsync(stranger, "/devices", ("remove", theirs.Split('/')[^1]));
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task Looking_changes_nothing()
    {
        var (person, device) = await LinkAsync();
        using var owner = person;
        await OpenAsync(person);
        var path = person.Place.AbsolutePath;
        await person.LookAsync(path + "?do=remove");
        await person.LookAsync($"/devices?remove={path.Split('/')[^1]}");
        await person.LookAsync(path + "/not-mine");
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task A_device_that_was_not_mine_is_gone_for_good()
    {
        var (person, device) = await LinkAsync();
        using var owner = person;
        await OpenAsync(person);
        var path = person.Place.AbsolutePath;
        await person.PressAsync("form[action$=not-mine] button");
        Assert.Contains("The device is removed", person.Text, StringComparison.Ordinal);
        Assert.NotNull(person.Page.QuerySelector("a[href='/forgot-password']"));
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
        await person.LookAsync("/devices");
        Assert.Contains("because you did not know it", person.Text, StringComparison.Ordinal);
        Assert.False(await RestoreAsync(Guid.Parse(path.Split('/')[^1]), person.Id));
    }

    [Fact]
    public async Task T44_what_a_device_says_of_its_version_stands_as_its_claim_and_nowhere_else()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        const string Claim = "2.0 by Microsoft (verified)";
        var device = await new TestDevice(Server.Program()).AskAsync(more: [("device_name", "Telly"), ("device_model", "Bravia"), ("app_version", Claim)]);
        await new Person(Server, person.Id).LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        await person.LookAsync("/devices");
        Assert.Contains("Demo Television", person.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft", person.Text, StringComparison.Ordinal);
        await OpenAsync(person);
        Assert.DoesNotContain("Microsoft", person.Page.QuerySelector("main .who")!.TextContent, StringComparison.Ordinal);
        var claims = person.Page.QuerySelectorAll("dl.facts div").Single(row => row.TextContent.Contains("It says it is", StringComparison.Ordinal));
        Assert.Equal(["Bravia", Claim], claims.QuerySelectorAll("bdi").Select(claim => claim.TextContent));
        await person.LookAsync(person.Place.AbsolutePath + "/not-mine");
        Assert.DoesNotContain("Microsoft", person.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_hundred_devices_come_in_pages_below_fifty_kilobytes()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        var app = Server.Services.GetRequiredService<LinkCode.Server.Apps.AppDirectory>().Find("demo-tv")!;
        var store = Server.Services.GetRequiredService<DeviceStore>();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => store.InsertAsync(new LinkCode.Server.Devices.Device
        {
            Id = Guid.CreateVersion7(),
            AccountId = person.Id,
            AppId = app.Id,
            Name = $"Screen {number} of a long row of screens",
            AppVersion = "10.11.12",
            LinkedAt = Server.Clock.GetUtcNow() - TimeSpan.FromHours(number),
            LinkedFromNetwork = "2001:db8:1200::/56",
        })));
        await person.LookAsync("/devices");
        var seen = 0;
        while (true)
        {
            seen += person.Page.QuerySelectorAll("tbody tr").Length;
            Assert.InRange((await person.Answer.Content.ReadAsByteArrayAsync()).Length, 1, 50_000);
            if (person.Page.QuerySelector("a[rel=next]") is not { } next)
            {
                break;
            }

            await person.LookAsync(next.GetAttribute("href")!);
        }

        Assert.Equal(500, seen);
        await person.LookAsync("/devices?find=screen%20499");
        Assert.Single(person.Page.QuerySelectorAll("tbody tr"));
        foreach (var sign in (string[])["%25", "_", "%5C"])
        {
            await person.LookAsync("/devices?find=" + sign);
            Assert.Empty(person.Page.QuerySelectorAll("tbody tr"));
        }
    }

    private async Task<bool> RestoreAsync(Guid id, Guid owner)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RestoreDevice>().RunAsync(id, owner, "");
    }

    private async Task<(TestBrowser Person, TestDevice Device)> LinkAsync()
    {
        var person = await TestBrowser.SignInAsync(Server);
        var device = await new TestDevice(Server.Program()).AskAsync(more: ("device_name", "Telly"));
        await new Person(Server, person.Id).LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        return (person, device);
    }

    private static async Task OpenAsync(TestBrowser person)
    {
        await person.LookAsync("/devices");
        await person.LookAsync(person.Page.QuerySelector("tbody th a")!.GetAttribute("href")!);
    }

    // A stranger's own form, sent to somebody else's device.
    private static async Task SendAsync(TestBrowser person, string path, params (string Name, string Value)[] fields)
    {
        await person.LookAsync("/devices");
        person.Page.QuerySelector("main form")!.SetAttribute("action", path);
        await person.PressAsync("main form button", fields);
        Assert.Equal(HttpStatusCode.NotFound, person.Status);
    }
}
