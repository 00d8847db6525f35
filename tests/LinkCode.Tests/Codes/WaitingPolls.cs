using System.Diagnostics;
using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>Polls that are kept open (X4, RFC 7240 §4.3).</summary>
public sealed class WaitingPolls(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task X4_a_poll_that_asks_to_wait_is_held_and_says_so()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        var (poll, took) = await TimedAsync(() => device.PollAsync(prefer: "wait=2"));
        Assert.Equal("authorization_pending", poll.Error);
        Assert.Equal("wait=2", poll.Headers["Preference-Applied"]);
        Assert.InRange(took.TotalSeconds, 1.9, 20);

        // The wait took the place of the interval.
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task X4_X5_a_held_poll_wakes_at_the_claim_with_the_number_and_again_at_the_yes_with_the_tokens()
    {
        using var http = Server.Program();
        var person = await Person.AddAsync(Server);
        var device = await new TestDevice(http).AskAsync();
        var held = TimedAsync(() => device.PollAsync(prefer: "wait=25"));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(device.UserCode));
        var (claimed, first) = await held;
        Assert.Equal("claimed", claimed.Text("link_status"));
        Assert.NotNull(claimed.Text("confirm"));

        var again = TimedAsync(() => device.PollAsync(prefer: "wait=25"));
        await Task.Delay(300, TestContext.Current.CancellationToken);

        // The page renews the claim while it is used; that is no news for the device.
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(device.UserCode));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(again.IsCompleted);
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<DecideAnswer.Done>(await person.ApproveAsync(device.UserCode));
        var (tokens, second) = await again;
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.InRange((first + second).TotalSeconds, 0.5, 15);
    }

    [Fact]
    public async Task X4_a_held_poll_ends_with_not_yet_when_memory_forgets_everything_and_the_database_is_not_asked()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        var held = TimedAsync(() => device.PollAsync(prefer: "wait=25"));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await using (var scope = server.Services.CreateAsyncScope())
        {
            // Asked, it would not know the code any more.
            await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>().ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        }

        server.Services.GetRequiredService<LinkIndex>().Clear();
        var (poll, took) = await held;
        Assert.Equal("authorization_pending", poll.Error);
        Assert.InRange(took.TotalSeconds, 0.2, 20);
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
    }

    [Theory]
    [InlineData("wait=0")]
    [InlineData("wait=soon")]
    [InlineData("wait=-5")]
    [InlineData("wait=99999999999999999999")]
    [InlineData("respond-async")]
    public async Task X4_a_wish_that_makes_no_sense_is_an_ordinary_poll(string prefer)
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        var (poll, took) = await TimedAsync(() => device.PollAsync(prefer: prefer));
        Assert.Equal("authorization_pending", poll.Error);
        Assert.False(poll.Headers.ContainsKey("Preference-Applied"));
        Assert.InRange(took.TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task X4_the_longest_wait_is_the_servers_and_a_device_that_hangs_up_loses_nothing()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Codes:LongestWaitSeconds"] = "1" });
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        var (poll, took) = await TimedAsync(() => device.PollAsync(prefer: "wait=30"));
        Assert.Equal("wait=1", poll.Headers["Preference-Applied"]);
        Assert.InRange(took.TotalSeconds, 0.9, 15);

        using var impatient = server.Program();
        impatient.Timeout = TimeSpan.FromMilliseconds(200);
        var form = new FormUrlEncodedContent([new("grant_type", TestDevice.Grant), new("client_id", "demo-tv"), new("device_code", device.DeviceCode)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = form, Headers = { { "Prefer", "wait=30" } } };
        await Assert.ThrowsAsync<TaskCanceledException>(() => impatient.SendAsync(request, TestContext.Current.CancellationToken));
        await (await Person.AddAsync(server)).LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://app.example.org")]
    public async Task X4_N29_hanging_up_on_a_wait_is_no_way_to_poll_sooner(string? origin)
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Codes:IntervalSeconds"] = "60" });
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        using var impatient = server.Program();
        impatient.Timeout = TimeSpan.FromSeconds(1);
        await Assert.ThrowsAsync<TaskCanceledException>(() => new TestDevice(impatient).WithCodeOf(device).PollAsync(prefer: "wait=30", origin: origin));

        // The server has noticed by now; on a machine too busy for that the answer is the same.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal("slow_down", (await device.PollAsync(origin: origin)).Error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://app.example.org")]
    public async Task E6_a_server_that_stops_answers_held_polls_so_that_devices_simply_poll_again(string? origin)
    {
        var server = await TestServer.StartAsync();
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        // From a page of an app the poll goes the full way through OpenIddict.
        var held = device.PollAsync(prefer: "wait=30", origin: origin);
        await server.HoldsAsync(1);
        var watch = Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.Equal("authorization_pending", (await held).Error);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task X4_what_was_not_held_does_not_say_so()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        var refused = await device.PostAsync("/oauth/token", ("grant_type", TestDevice.Grant), ("client_id", "demo-tv"), ("device_code", "lcd_nothing"));
        Assert.False(refused.Headers.ContainsKey("Preference-Applied"));
        await device.PollAsync();
        var early = await device.PollAsync(prefer: "wait=5", origin: "https://app.example.org");
        Assert.Equal("slow_down", early.Error);
        Assert.False(early.Headers.ContainsKey("Preference-Applied"));
    }

    private static async Task<(Answer Answer, TimeSpan Took)> TimedAsync(Func<Task<Answer>> poll)
    {
        var watch = Stopwatch.StartNew();
        return (await poll(), watch.Elapsed);
    }
}
