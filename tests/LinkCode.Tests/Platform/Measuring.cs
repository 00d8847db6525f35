using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Platform;

/// <summary>Everything that is measured moves when it should, and says nothing about people.</summary>
public sealed class Measuring : IAsyncLifetime
{
    private TestServer server = null!;
    private HttpClient http = null!;
    private Person person = null!;
    private Measurements seen = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.StartAsync();
        http = server.Program();
        person = await Person.AddAsync(server);
        seen = new Measurements(server);
    }

    public ValueTask DisposeAsync()
    {
        seen.Dispose();
        http.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task A_link_is_counted_at_every_step()
    {
        var device = await new TestDevice(http).AskAsync(pkce: true);
        Assert.Equal(1, seen.Sum("linkcode.codes.issued", "tv"));
        Assert.Equal(1, seen.Now("linkcode.codes.live"));
        await device.PollAsync();
        await device.PollAsync();
        Assert.Equal((1, 1), (seen.Sum("linkcode.polls", "waiting"), seen.Sum("linkcode.polls", "early")));

        // A claim that only goes on is no second one.
        await person.EnterAsync(device.UserCode);
        await person.EnterAsync(device.UserCode);
        Assert.Equal(1, seen.Sum("linkcode.codes.claimed", "tv"));
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<DecideAnswer.Done>(await person.ApproveAsync(device.UserCode));
        Assert.IsType<DecideAnswer.Ended>(await person.ApproveAsync(device.UserCode));
        Assert.Equal(1, seen.Sum("linkcode.codes.approved", "tv"));
        server.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);

        // An answer made again for a device that lost it is no second link.
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal(1, seen.Sum("linkcode.codes.redeemed", "tv"));
        Assert.InRange(Assert.Single(seen.Of("linkcode.link.duration", "tv")), 34, 60);
        Assert.InRange(Assert.Single(seen.Of("linkcode.fetch.duration", "tv")), 4, 20);
        Assert.InRange(seen.Of("linkcode.commit.size").Count, 4, 100);
        Assert.All(seen.Of("linkcode.commit.duration"), seconds => Assert.InRange(seconds, 0.000_001, 10));
    }

    [Fact]
    public async Task Ends_without_a_link_are_counted_by_how_they_came()
    {
        var denied = await new TestDevice(http).AskAsync();
        await person.EnterAsync(denied.UserCode);
        await person.DenyAsync(denied.UserCode);
        Assert.Equal(1, seen.Sum("linkcode.codes.denied", "tv"));

        var cancelled = await new TestDevice(http, "demo-cli").AskAsync();
        await cancelled.PostAsync("/oauth/revoke", ("client_id", "demo-cli"), ("token", cancelled.DeviceCode));
        Assert.Equal(1, seen.Sum("linkcode.codes.cancelled", "cli"));

        await new TestDevice(http).AskAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(61));
        await WaitForAsync(() => seen.Now("linkcode.codes.live") == 0);

        // It leaves memory first and is counted then.
        await WaitForAsync(() => seen.Sum("linkcode.codes.expired") > 0);
        Assert.Equal(1, seen.Sum("linkcode.codes.expired"));
    }

    [Fact]
    public async Task Wrong_codes_are_counted_and_so_are_those_not_looked_at()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync("WDJB-MJHT"));
        }

        Assert.IsType<EnterAnswer.TooMany>(await person.EnterAsync("WDJB-MJHT"));
        Assert.Equal((5, 1), (seen.Sum("linkcode.guesses", "wrong"), seen.Sum("linkcode.guesses", "refused")));
    }

    [Fact]
    public async Task What_comes_a_second_time_is_counted()
    {
        var device = await new TestDevice(http).AskAsync();
        await person.LinkAsync(device.UserCode);
        await device.PollAsync();
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        Assert.Equal(1, seen.Sum("linkcode.redemption.replays", "tv"));

        var first = device.RefreshToken;
        await device.RefreshAsync();
        await device.RefreshAsync();
        Assert.Equal(2, seen.Sum("linkcode.refreshes", "tv"));
        Assert.Equal(0, seen.Sum("linkcode.refresh.replays"));
        Assert.Equal("invalid_grant", (await device.RefreshAsync(first)).Error);
        Assert.Equal(1, seen.Sum("linkcode.refresh.replays", "tv"));
    }

    [Fact]
    public async Task Held_polls_are_seen_while_they_are_held()
    {
        var device = await new TestDevice(http).AskAsync();
        var held = device.PollAsync(prefer: "wait=25");
        await WaitForAsync(() => seen.Now("linkcode.polls.held") > 0);
        Assert.Equal(1, seen.Now("linkcode.polls.held"));
        await person.EnterAsync(device.UserCode);
        await held;
        Assert.Equal(0, seen.Now("linkcode.polls.held"));
    }

    [Fact]
    public async Task Mail_is_counted_and_the_outbox_is_seen()
    {
        await person.LinkAsync((await new TestDevice(http).AskAsync()).UserCode);
        await WaitForAsync(() => seen.Sum("linkcode.mails.sent") > 0);
        Assert.Equal(1, seen.Sum("linkcode.mails.sent"));
        Assert.Equal(0, seen.Now("linkcode.mails.waiting"));
    }

    [Fact]
    public async Task Tags_are_kinds_and_outcomes_and_nothing_else()
    {
        var device = await new TestDevice(http).AskAsync();
        await person.LinkAsync(device.UserCode);
        await device.PollAsync();
        await device.RefreshAsync();
        Assert.True(seen.Names.Count() >= 9, string.Join(' ', seen.Names));
        Assert.All(seen.Tags, tag =>
        {
            Assert.Contains(tag.Key, new[] { "app.kind", "outcome" });
            Assert.Matches("^[a-z_]{2,10}$", (string?)tag.Value);
        });
    }

    [Fact]
    public void Nothing_listens_where_nothing_is_set() => Assert.Null(server.Services.GetService<OpenTelemetry.Metrics.MeterProvider>());

    private static async Task WaitForAsync(Func<bool> happened)
    {
        for (var tries = 0; !happened(); tries++)
        {
            Assert.True(tries < 900, "It has not happened within 45 seconds.");
            await Task.Delay(50);
        }
    }
}
