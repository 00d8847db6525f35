using LinkCode.Device;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>LinkCode.Device against the real server: every event a device can meet.</summary>
public sealed class LinkingWithTheLibrary : IAsyncLifetime
{
    private TestServer server = null!;
    private WebPerson person = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Codes:IntervalSeconds"] = "1" });
        person = await WebPerson.AddAsync(server);
    }

    public async ValueTask DisposeAsync()
    {
        person.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task X4_X5_it_tells_code_claim_and_link_as_they_happen()
    {
        using var client = Client(wait: 20);
        var events = new List<LinkEvent>();
        WebPage? review = null;
        await foreach (var happened in client.WatchAsync(null, Stop))
        {
            events.Add(happened);
            if (happened is LinkEvent.CodeReady ready)
            {
                Assert.Equal(new Uri(server.Address, "link").AbsoluteUri, ready.Prompt.Address);
                review = await person.TypeAsync(ready.Prompt.Code);
            }
            else if (happened is LinkEvent.Claimed claimed)
            {
                Assert.Matches("^[0-9]{2}$", claimed.Confirm);
                if (review is { } open)
                {
                    review = null;
                    await person.DecideAsync(open, yes: true);
                }
            }
        }

        Assert.IsType<LinkEvent.CodeReady>(events[0]);
        Assert.Contains(events, happened => happened is LinkEvent.Claimed);
        var session = Assert.IsType<LinkEvent.Linked>(events[^1]).Session;
        Assert.NotEmpty(await session.GetAccessTokenAsync(Stop));
    }

    [Fact]
    public async Task N30_it_tells_of_a_no()
    {
        using var client = Client(wait: 20);
        var events = await WatchAsync(client, prompt => person.DenyAsync(prompt.Code));
        Assert.IsType<LinkEvent.Denied>(events[^1]);
    }

    [Fact]
    public async Task N31_a_code_that_ran_out_is_renewed_and_the_new_one_links()
    {
        using var client = Client(wait: 0);
        var events = new List<LinkEvent>();
        await foreach (var happened in client.WatchAsync(null, Stop))
        {
            events.Add(happened);
            if (happened is LinkEvent.CodeReady)
            {
                server.Clock.Advance(TimeSpan.FromMinutes(11));
            }
            else if (happened is LinkEvent.CodeRenewed renewed)
            {
                await person.LinkAsync(renewed.Prompt.Code);
            }
        }

        Assert.Equal(1, events.OfType<LinkEvent.CodeRenewed>().Single().Renewal);
        Assert.IsType<LinkEvent.Linked>(events[^1]);
    }

    [Fact]
    public async Task X6_cancelling_kills_the_code()
    {
        using var client = Client(wait: 20);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var code = "";
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.LinkAsync(
            prompt =>
            {
                code = prompt.Code;
                cancel.Cancel();
            },
            cancel.Token));
        await client.SettleAsync();
        Assert.Equal("/link", (await person.TypeAsync(code)).Path);
    }

    [Fact]
    public async Task A_saved_link_goes_on_after_a_restart_of_the_app()
    {
        using var before = Client(wait: 0);
        var link = await before.StartAsync(Stop);
        var saved = link.Save();
        using var after = Client(wait: 20);
        var restored = after.Restore(saved);
        Assert.NotNull(restored);
        await person.LinkAsync(link.Prompt.Code);
        LinkEvent? last = null;
        await foreach (var happened in after.WatchAsync(restored, Stop))
        {
            last = happened;
        }

        Assert.IsType<LinkEvent.Linked>(last);
    }

    [Fact]
    public async Task N45_eight_at_once_refresh_once()
    {
        using var client = Client(wait: 20);
        var events = await WatchAsync(client, prompt => person.LinkAsync(prompt.Code));
        var session = Assert.IsType<LinkEvent.Linked>(events[^1]).Session;
        var old = await session.GetAccessTokenAsync(Stop);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => session.GetTokensAsync(old, Stop)));
        Assert.NotEqual(old, Assert.Single(tokens.Select(set => set.AccessToken).Distinct()));
    }

    private static async Task<List<LinkEvent>> WatchAsync(LinkClient client, Func<LinkPrompt, Task> decide)
    {
        var events = new List<LinkEvent>();
        await foreach (var happened in client.WatchAsync(null, Stop))
        {
            events.Add(happened);
            if (happened is LinkEvent.CodeReady ready)
            {
                await decide(ready.Prompt);
            }
        }

        return events;
    }

    private LinkClient Client(int wait) => new(new LinkClientOptions(server.Address.AbsoluteUri, "demo-tv") { LongWait = TimeSpan.FromSeconds(wait) });
}
