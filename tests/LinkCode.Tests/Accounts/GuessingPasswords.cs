using System.Net;

namespace LinkCode.Tests.Accounts;

public sealed class GuessingPasswords(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>, IAsyncLifetime
{
    private const string Network = "127.0.0.66";

    private readonly string ana = Site.NewAddress();
    private readonly string bo = Site.NewAddress();

    private Site Site => fixture.Site;

    public async ValueTask InitializeAsync() => await Site.AccountAsync(ana);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Has_to_wait_longer_each_time_and_is_told_how_long()
    {
        var stranger = Site.Browser(Network);
        await GuessAsync(stranger, 6);
        var first = await stranger.SignInAsync(ana, "guess");
        Assert.Equal(HttpStatusCode.TooManyRequests, first.Status);
        Assert.InRange(first.RetryAfter!.Value.TotalSeconds, 20, 30);
        Assert.Contains($"Try again in {first.RetryAfter.Value.TotalSeconds} seconds", first.Text, StringComparison.Ordinal);

        Site.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.OK, (await stranger.SignInAsync(ana, "guess")).Status);
        var second = await stranger.SignInAsync(ana, "guess");
        Assert.Equal(HttpStatusCode.TooManyRequests, second.Status);
        Assert.InRange(second.RetryAfter!.Value.TotalSeconds, 45, 60);
    }

    [Fact]
    public async Task Is_answered_alike_for_an_address_nobody_has()
    {
        var (known, unknown) = (Site.Browser(Network), Site.Browser(Network));
        await GuessAsync(known, 6);
        await GuessAsync(unknown, 6, bo);
        var one = await known.SignInAsync(ana, "guess");
        var other = await unknown.SignInAsync(bo, "guess");
        Assert.Equal(HttpStatusCode.TooManyRequests, one.Status);
        Assert.Equal(Timeless(one).Replace(ana, bo, StringComparison.Ordinal), Timeless(other));
    }

    [Fact]
    public async Task Never_keeps_the_owners_browser_out()
    {
        var owner = Site.Browser(Network);
        await owner.SignInAsync(ana);
        await owner.PressAsync(await owner.GetAsync("/sign-out"), "Sign out");

        // The same network, and then the whole world.
        await GuessAsync(Site.Browser(Network), 6);
        for (var i = 1; i <= 30; i++)
        {
            await GuessAsync(Site.Browser($"127.0.2.{i}"), 1);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Site.Browser("127.0.3.1").SignInAsync(ana)).Status);
        await owner.SignInAsync(ana);
        Assert.True(await owner.IsSignedInAsync());
    }

    [Fact]
    public async Task Leaves_the_owner_a_way_in_through_the_mail_from_a_new_browser()
    {
        for (var i = 1; i <= 30; i++)
        {
            await GuessAsync(Site.Browser($"127.0.2.{i}"), 1);
        }

        var owner = Site.Browser("127.0.4.1");
        await owner.PressAsync(await owner.GetAsync("/forgot-password"), "Send the link", ("mail", ana));
        var link = (await Site.LetterAsync(ana)).Button!.Url;
        await owner.PressAsync(await owner.GetAsync(link), "Save the new password", ("new-password", "another four words now"));
        await owner.SignInAsync(ana, "another four words now");
        Assert.True(await owner.IsSignedInAsync());
    }

    [Fact]
    public async Task Counts_for_a_known_browser_too()
    {
        var owner = Site.Browser(Network);
        await owner.SignInAsync(ana);
        await GuessAsync(owner, 6);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await owner.SignInAsync(ana)).Status);
    }

    [Fact]
    public async Task Counts_a_hundred_at_once_as_a_hundred()
    {
        var stranger = Site.Browser(Network);
        var form = await stranger.GetAsync("/sign-in");
        var pages = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => stranger.PressAsync(form, "Sign in", ("mail", ana), ("password", "guess"))));
        Assert.Equal(6, pages.Count(page => page.Status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task Does_not_touch_other_accounts()
    {
        await Site.AccountAsync(bo);
        await GuessAsync(Site.Browser(Network), 6);
        var neighbour = Site.Browser(Network);
        await neighbour.SignInAsync(bo);
        Assert.True(await neighbour.IsSignedInAsync());
    }

    // The two began a moment apart.
    private static string Timeless(Page page) => System.Text.RegularExpressions.Regex.Replace(page.Shape, "\\d+ seconds", "N seconds");

    private async Task GuessAsync(Browser browser, int times, string? address = null)
    {
        for (var i = 0; i < times; i++)
        {
            await browser.SignInAsync(address ?? ana, $"guess number {i}");
        }
    }
}
