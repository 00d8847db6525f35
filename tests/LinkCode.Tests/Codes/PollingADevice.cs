using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>What a polling device is told, and when it polls too often (RFC 8628 §3.5).</summary>
public sealed class PollingADevice(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task N28_X5_a_waiting_device_hears_how_it_stands_and_how_long_its_code_lives()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        var poll = await device.PollAsync();
        Assert.Equal(HttpStatusCode.BadRequest, poll.Status);
        Assert.Equal("authorization_pending", poll.Error);
        Assert.Equal("waiting", poll.Text("link_status"));
        Assert.Null(poll.Text("confirm"));
        Assert.InRange(int.Parse(poll.Text("expires_in")!), 590, 600);
        Assert.Equal("no-store", poll.Headers["Cache-Control"]);
        Assert.StartsWith("application/json", poll.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.EndsWith("/errors/authorization_pending", poll.Text("error_uri"), StringComparison.Ordinal);

        await (await Person.AddAsync(Server)).EnterAsync(device.UserCode);
        Server.Clock.Advance(TimeSpan.FromSeconds(5));
        var claimed = await device.PollAsync();
        Assert.Equal("authorization_pending", claimed.Error);
        Assert.Equal("claimed", claimed.Text("link_status"));
        Assert.Matches("^[1-9][0-9]$", claimed.Text("confirm")!);
    }

    [Fact]
    public async Task N28_the_full_endpoint_gives_the_same_pending_answer_as_the_fast_one()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        await (await Person.AddAsync(Server)).EnterAsync(device.UserCode);
        var fast = await device.PollAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(5));

        // A parameter that the fast path does not know sends the poll to the full endpoint (N6).
        var full = await device.PostAsync("/oauth/token", ("grant_type", TestDevice.Grant), ("client_id", "demo-tv"), ("device_code", device.DeviceCode), ("odd", "1"));
        foreach (var member in new[] { "error", "error_description", "error_uri", "link_status", "confirm" })
        {
            Assert.Equal(fast.Text(member), full.Text(member));
        }

        Assert.Equal(fast.Status, full.Status);
    }

    [Fact]
    public async Task A_yes_that_runs_out_between_reading_and_using_it_is_expired_and_nobody_used_it_twice()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        await (await Person.AddAsync(Server)).LinkAsync(device.UserCode);
        var hash = LinkStore.Bytes(Server.Services.GetRequiredService<CodeKeys>().Hash(Person.Read(device.UserCode).Value));
        await using var scope = Server.Services.CreateAsyncScope();
        var link = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>().AsNoTracking().SingleAsync(row => row.UserCodeHash == hash);
        Server.Clock.Advance(link.ExpiresAt - Server.Clock.GetUtcNow());
        Assert.False(await scope.ServiceProvider.GetRequiredService<RedeemLink>().RunAsync(link, _ => { }));
        Assert.IsType<PollAnswer.Expired>(await scope.ServiceProvider.GetRequiredService<PollLink>().WhyNotAsync(link, CancellationToken.None));
        Assert.Equal("expired_token", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task N29_the_first_poll_is_never_early_and_each_early_one_makes_this_and_all_later_intervals_five_seconds_longer()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        Assert.Equal((10, "slow_down"), await EarlyAsync(device));
        Assert.Equal((15, "slow_down"), await EarlyAsync(device));

        // Eleven seconds were enough for the interval of ten, and are early for fifteen.
        Server.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal((20, "slow_down"), await EarlyAsync(device));
        Server.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        Server.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((25, "slow_down"), await EarlyAsync(device));
    }

    [Fact]
    public async Task N29_an_early_poll_does_not_move_the_clock_forward()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        await device.PollAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((10, "slow_down"), await EarlyAsync(device));

        // Ten seconds after the good poll, seven after the early one.
        Server.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task N29_a_second_of_jitter_is_forgiven()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
            Server.Clock.Advance(TimeSpan.FromSeconds(4.1));
        }

        Server.Clock.Advance(TimeSpan.FromSeconds(-1));
        Assert.Equal((10, "slow_down"), await EarlyAsync(device));
    }

    [Fact]
    public async Task N29_the_interval_grows_to_a_minute_and_no_further()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        await device.PollAsync();
        for (var seconds = 10; seconds < 60; seconds += 5)
        {
            Assert.Equal((seconds, "slow_down"), await EarlyAsync(device));
        }

        Assert.Equal((60, "slow_down"), await EarlyAsync(device));
        Assert.Equal((60, "slow_down"), await EarlyAsync(device));
        Server.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task N29_N30_a_decision_is_answered_at_once_however_early(bool yes)
    {
        using var http = Server.Program();
        var person = await Person.AddAsync(Server);
        var device = await new TestDevice(http).AskAsync();
        await person.EnterAsync(device.UserCode);
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await device.PollAsync();
        await EarlyAsync(device);
        Assert.IsType<DecideAnswer.Done>(yes ? await person.ApproveAsync(device.UserCode) : await person.DenyAsync(device.UserCode));
        var poll = await device.PollAsync();
        Assert.Equal(yes ? null : "access_denied", poll.Error);
        if (yes)
        {
            Assert.Equal(HttpStatusCode.OK, poll.Status);
            Assert.Contains("no-store", poll.Headers["Cache-Control"], StringComparison.Ordinal);
        }
        else
        {
            Server.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal("access_denied", (await device.PollAsync()).Error);
        }
    }

    [Fact]
    public async Task N31_an_expired_code_is_expired_for_one_more_lifetime_and_longer_and_unknown_ones_are_not()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(601));
        Assert.Equal("expired_token", (await device.PollAsync()).Error);
        Server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("expired_token", (await device.PollAsync()).Error);
        await Server.Services.GetRequiredService<LinkStore>().DeleteEndedAsync(Server.Clock.GetUtcNow() + TimeSpan.FromDays(1), 1000);
        Server.Clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal("expired_token", (await device.PollAsync()).Error);
        Assert.Equal("invalid_grant", (await device.PollAsync(asApp: "demo-cli")).Error);

        var forged = await device.PostAsync("/oauth/token", ("grant_type", TestDevice.Grant), ("client_id", "demo-tv"), ("device_code", new string('A', DeviceCode.Length)));
        Assert.Equal("invalid_grant", forged.Error);
    }

    [Fact]
    public async Task N31_T14_a_redeemed_code_is_refused_for_good_and_the_tokens_live()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        await (await Person.AddAsync(Server)).LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
        Server.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task X6_a_device_that_gives_up_kills_its_code_and_only_its_own()
    {
        using var http = Server.Program();
        var person = await Person.AddAsync(Server);
        var device = await new TestDevice(http).AskAsync();
        await device.PostAsync("/oauth/revoke", ("client_id", "demo-cli"), ("token", device.DeviceCode));
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        var answer = await device.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", device.DeviceCode));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("expired_token", (await device.PollAsync()).Error);
        Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync(device.UserCode));
    }

    private static async Task<(int Interval, string? Error)> EarlyAsync(TestDevice device)
    {
        var poll = await device.PollAsync();
        return (int.Parse(poll.Text("interval") ?? "0"), poll.Error);
    }
}
