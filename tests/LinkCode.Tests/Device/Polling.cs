using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>RFC 8628 section 3.5 and SDK-5: when the device asks, and what it makes of the answers.</summary>
public sealed class Polling
{
    [Fact]
    public async Task Nobody_is_asked_sooner_than_the_interval()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Pending, Answer.Pending, Answer.Tokens);
        using var client = server.Client();

        await client.AllAsync();

        var times = server.Polls.Select(poll => poll.When).Prepend(server.At("/code")[0].When).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_wait_that_was_kept_is_followed_by_the_next_question_at_once()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(Answer.Json("""
            {"device_code":"dc-1","user_code":"WDJB-MJHT","verification_uri":"https://foreign.example/device","expires_in":900,"interval":20}
            """));
        var polls = 0;
        server.Token = _ =>
        {
            if (Interlocked.Increment(ref polls) > 2)
            {
                return Task.FromResult(Answer.Tokens);
            }

            server.Clock.Jump(TimeSpan.FromSeconds(polls == 2 ? 20 : 0));
            return Task.FromResult(Answer.Error("authorization_pending", ("Preference-Applied", "wait")));
        };
        using var client = server.Client();

        await client.AllAsync();

        Assert.All(server.Polls, poll => Assert.Equal("wait=25", poll.Header("Prefer")));
        // Held for 20 seconds; with the interval on top it would be 40.
        var pause = server.Polls[2].When - server.Polls[1].When;
        Assert.Equal(20, pause.TotalSeconds, 0.1);
    }

    [Fact]
    public async Task A_kept_wait_that_ended_early_does_not_break_the_interval()
    {
        await using var server = await ForeignServer.StartAsync();
        var early = Answer.Error("authorization_pending", ("Preference-Applied", "wait=25"));
        server.Token = Answer.Script(early, early, Answer.Tokens);
        using var client = server.Client();

        await client.AllAsync();

        Assert.All(Pauses(server), pause => Assert.Equal(5, pause, 0.1));
    }

    [Fact]
    public async Task A_server_that_does_not_know_waiting_is_polled_plainly()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Pending, Answer.Pending, Answer.Tokens);
        using var client = server.Client();

        await client.AllAsync();

        Assert.Equal(["wait=25", null, null], server.Polls.Select(poll => poll.Header("Prefer")));
    }

    [Fact]
    public async Task Waiting_can_be_switched_off()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        using var client = server.Client(options => options.LongWait = TimeSpan.Zero);

        await client.AllAsync();

        Assert.Null(server.Polls[0].Header("Prefer"));
    }

    [Fact]
    public async Task Slow_down_counts_for_all_later_polls()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Error("slow_down"), Answer.Error("slow_down"), Answer.Pending, Answer.Tokens);
        using var client = server.Client();

        await client.AllAsync();

        Assert.Equal([10, 15, 15], Pauses(server).Select(Math.Floor));
    }

    [Fact]
    public async Task Retry_after_is_obeyed_by_seconds_and_by_the_servers_own_date()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(
            new Answer(503, "busy", "text/plain", ("Retry-After", "40")),
            new Answer(429, "busy", "text/plain", ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:50:17 GMT")),
            Answer.Tokens);
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.Equal(2, events.OfType<LinkEvent.NetworkTrouble>().Count());
        Assert.Equal([40, 40], Pauses(server).Select(Math.Floor));
    }

    [Fact]
    public async Task Trouble_is_waited_out_with_growing_pauses_and_never_ends_the_link()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(
            Answer.Lost,
            new Answer(500, """{"error":"server_error"}"""),
            Answer.Page(403, "<html>Pay for this network</html>"),
            Answer.Json("""{"half":"""),
            Answer.Tokens);
        using var client = server.Client();

        var events = await client.AllAsync();

        var pauses = events.OfType<LinkEvent.NetworkTrouble>().Select(trouble => trouble.RetryIn.TotalSeconds).ToList();
        Assert.Equal(4, pauses.Count);
        Assert.InRange(pauses[0], 4.5, 10);
        Assert.InRange(pauses[1], 9.5, 20);
        Assert.InRange(pauses[2], 19.5, 40);
        Assert.InRange(pauses[3], 29.5, 60);
        Assert.IsType<LinkEvent.Linked>(events[^1]);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_trouble()
    {
        await using var server = await ForeignServer.StartAsync();
        var polls = 0;
        server.Token = async seen =>
        {
            if (Interlocked.Increment(ref polls) == 1)
            {
                await Task.Delay(Timeout.Infinite, seen.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }

            return Answer.Tokens;
        };
        using var client = server.Client(options =>
        {
            // Of the wall clock: connections know no other.
            options.RequestTimeout = TimeSpan.FromSeconds(2);
            options.LongWait = TimeSpan.Zero;
        });

        var events = await client.AllAsync();

        Assert.Contains("TimeoutException", Assert.Single(events.OfType<LinkEvent.NetworkTrouble>()).Reason, StringComparison.Ordinal);
        Assert.IsType<LinkEvent.Linked>(events[^1]);
    }

    private static IEnumerable<double> Pauses(ForeignServer server) =>
        server.Polls.Zip(server.Polls.Skip(1), (a, b) => (b.When - a.When).TotalSeconds);
}
