using LinkCode.Tests.Accounts;

namespace LinkCode.Tests.Codes.Pages;

/// <summary>The page where a person says yes or no.</summary>
public sealed class Reviewing(LinkSite link) : IClassFixture<LinkSite>
{
    private static readonly (string, string)[] Facts = [("device_name", "Living room"), ("device_model", "Aurora 55")];

    [Fact]
    public async Task LP5_tells_who_what_where_which_code_whose_account_and_what_for_in_this_order()
    {
        var device = await link.DeviceAsync(Facts);
        var review = await LinkSite.TypeAsync(await link.PersonAsync(), device.UserCode);
        string[] expected =
        [
            "Link this television?", "Demo Television", "LinkCode", "Verified", "It calls itself Living room", "Aurora 55", "Asked", "on the same network as you",
            "Does your screen show this code?", device.UserCode, "Ana Lima", "Use another account", "See your name", "Stay signed in until you remove it",
            "Only go on if you can see this code", "Don’t link", "Link this television",
        ];
        var text = System.Text.RegularExpressions.Regex.Replace(review.Text, @"\s+", " ");
        var from = 0;
        foreach (var part in expected)
        {
            var at = text.IndexOf(part, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"Not found in its place: {part}\n{text}");
            from = at + part.Length;
        }

        Assert.DoesNotContain("demo-tv", review.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("offline_access", review.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LP5_a_device_on_another_network_is_looked_at_closely()
    {
        var device = await link.DeviceAsync();
        var review = await LinkSite.TypeAsync(await link.PersonAsync("127.0.0.77"), device.UserCode);
        Assert.Contains("Look closely: this device is on another network", review.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("same network", review.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_brings_the_device_its_tokens()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var done = await link.LinkAsync(person, device);
        Assert.StartsWith("/link/done/", done.Path, StringComparison.Ordinal);
        Assert.NotNull((await device.PollAsync()).Text("access_token"));
    }

    [Fact]
    public async Task N69_a_yes_within_a_second_is_asked_again()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var review = await LinkSite.TypeAsync(person, device.UserCode);
        link.Site.Clock.Advance(TimeSpan.FromMinutes(-2));
        var again = await person.PressAsync(review, "Don’t link", ("answer", "yes"));
        link.Site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("That was very quick", again.Text, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task Case_21_a_no_is_final_even_after_going_back()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var review = await LinkSite.TypeAsync(person, device.UserCode);
        var denied = await link.AnswerAsync(person, review, "no");
        Assert.Equal("Not linked", denied.Heading);
        var again = await link.AnswerAsync(person, review, "yes");
        Assert.Equal("Not linked", again.Heading);
        Assert.Equal("access_denied", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task Case_53_looking_never_decides()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var review = await LinkSite.TypeAsync(person, device.UserCode);
        link.Site.Clock.Advance(TimeSpan.FromSeconds(2));
        foreach (var query in new[] { "&answer=yes", "&answer=no", "&handler=other", "&handler=keep" })
        {
            Assert.Equal("Link this television?", (await person.GetAsync(review.Path + query)).Heading);
        }

        Assert.Equal("claimed", (await device.PollAsync()).Text("link_status"));
    }

    [Fact]
    public async Task Another_account_never_sees_it_and_has_to_type_the_code()
    {
        var device = await link.DeviceAsync();
        var review = await LinkSite.TypeAsync(await link.PersonAsync(), device.UserCode);
        var other = await link.PersonAsync();
        var page = await other.GetAsync(review.Path);
        Assert.Equal("Is this code on your screen?", page.Heading);
        var tried = await other.PressAsync(page, "Yes, I see this code", ("same", "yes"));
        Assert.Contains("That code did not work", tried.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_55_another_account_takes_the_code_up_where_it_was()
    {
        var address = Site.NewAddress();
        await link.Site.AccountAsync(address);
        var (device, browser) = (await link.DeviceAsync(), await link.PersonAsync());
        var review = await LinkSite.TypeAsync(browser, device.UserCode);
        var signIn = await browser.PressAsync(review, "Use another account");
        Assert.Equal("Sign in", signIn.Heading);
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));

        var again = await browser.PressAsync(signIn, "Sign in", ("mail", address), ("password", Words.Password));
        Assert.Equal("Link this television?", again.Heading);
        Assert.Contains(address[..2] + "…@example.org", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_keeps_its_code_alive_and_learns_when_it_is_over()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var review = await LinkSite.TypeAsync(person, device.UserCode);
        for (var minutes = 0; minutes < 24; minutes += 8)
        {
            link.Site.Clock.Advance(TimeSpan.FromMinutes(8));
            Assert.Contains("\"open\":true", (await KeepAsync(person, review)).Html, StringComparison.Ordinal);
        }

        await device.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", device.DeviceCode));
        var over = await KeepAsync(person, review);
        Assert.Contains("\"open\":false", over.Html, StringComparison.Ordinal);
        Assert.Equal("The device has stopped asking", (await person.GetAsync(review.Path)).Heading);
    }

    [Fact]
    public async Task A_report_reaches_the_operator_without_the_code()
    {
        var (device, person) = (await link.DeviceAsync(), await link.PersonAsync());
        var denied = await link.AnswerAsync(person, await LinkSite.TypeAsync(person, device.UserCode), "no");
        var thanks = await person.PressAsync(denied, "Send the report", ("from", "call"));
        Assert.Equal("Thank you", thanks.Heading);
        var line = Assert.Single(link.Site.Log.All.Split('\n'), line => line.Contains("was asked to type a code", StringComparison.Ordinal));
        Assert.DoesNotContain(device.UserCode, line, StringComparison.Ordinal);
    }

    private static Task<Page> KeepAsync(Browser person, Page review)
    {
        var form = review.Document.QuerySelector("form[data-keep]")!;
        return person.PostAsync(form.GetAttribute("data-keep")!, [new("check", form.QuerySelector("input[name=check]")!.GetAttribute("value")!)]);
    }
}
