using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>RFC 8628 section 3.5 and SDK-5: when the device asks, and what it makes of the answers.</summary>
public sealed class Polling
{
    [Fact]
    public async Task Nobody_is_asked_sooner_than_the_interval()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 50);
        server.Token = Answer.Script(Answer.Pending, Answer.Pending, Answer.Tokens);
        using var client = server.Client();

        await client.AllAsync();

        var times = server.Polls.Select(poll => poll.When).Prepend(server.At("/code")[0].When).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_wait_that_was_kept_is_followed_by_the_next_question_at_once()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 10);
        var polls = 0;
        server.Token = async seen =>
        {
            if (Interlocked.Increment(ref polls) > 2)
            {
                return Answer.Tokens;
            }

            await Task.Delay(TimeSpan.FromSeconds(2), seen.Aborted);
            return Answer.Error("authorization_pending", ("Preference-Applied", "wait"));
        };
        using var client = server.Client();

        await client.AllAsync();

        Assert.All(server.Polls, poll => Assert.Equal("wait=25", poll.Header("Prefer")));
        // Held for 20 seconds of the hurried clock; with the interval on top it would be 25.
        var pause = server.Polls[2].When - server.Polls[1].When;
        Assert.InRange(pause.TotalSeconds, 19, 24);
    }

    [Fact]
    public async Task A_kept_wait_that_ended_early_does_not_break_the_interval()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 20);
        server.Token = Answer.Script(Answer.Error("authorization_pending", ("Preference-Applied", "wait=25")), Answer.Tokens);
        using var client = server.Client();

        await client.AllAsync();

        Assert.True(server.Polls[1].When - server.Polls[0].When >= TimeSpan.FromSeconds(4.9));
    }

    [Fact]
    public async Task A_server_that_does_not_know_waiting_is_polled_plainly()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 50);
        server.Token = Answer.Script(Answer.Pending, Answer.Pending, Answer.Tokens);
        using var client = server.Client();

        await client.AllAsync();

        Assert.Equal(["wait=25", null, null], server.Polls.Select(poll => poll.Header("Prefer")));
    }

    [Fact]
    public async Task Waiting_can_be_switched_off()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 50);
        server.Token = Answer.Script(Answer.Tokens);
        using var client = server.Client(options => options.LongWait = TimeSpan.Zero);

        await client.AllAsync();

        Assert.Null(server.Polls[0].Header("Prefer"));
    }

    [Fact]
    public async Task Slow_down_counts_for_all_later_polls()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
        server.Token = Answer.Script(Answer.Error("slow_down"), Answer.Error("slow_down"), Answer.Pending, Answer.Tokens);
        using var client = server.Client();

        await client.AllAsync();

        var pauses = server.Polls.Zip(server.Polls.Skip(1), (a, b) => (b.When - a.When).TotalSeconds).ToList();
        Assert.True(pauses[0] >= 10 && pauses[1] >= 15 && pauses[2] >= 15, string.Join(", ", pauses));
    }

    [Fact]
    public async Task Retry_after_is_obeyed_by_seconds_and_by_the_servers_own_date()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
        server.Token = Answer.Script(
            new Answer(503, "busy", "text/plain", ("Retry-After", "40")),
            new Answer(429, "busy", "text/plain", ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:50:17 GMT")),
            Answer.Tokens);
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.Equal(2, events.OfType<LinkEvent.NetworkTrouble>().Count());
        Assert.True((server.Polls[1].When - server.Polls[0].When).TotalSeconds >= 40);
        Assert.True((server.Polls[2].When - server.Polls[1].When).TotalSeconds >= 40);
    }

    [Fact]
    public async Task Trouble_is_waited_out_with_growing_pauses_and_never_ends_the_link()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
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
        await using var server = await ForeignServer.StartAsync(hurry: 50);
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
            options.RequestTimeout = TimeSpan.FromMilliseconds(200);
            options.LongWait = TimeSpan.Zero;
        });

        var events = await client.AllAsync();

        Assert.Contains("TimeoutException", Assert.Single(events.OfType<LinkEvent.NetworkTrouble>()).Reason, StringComparison.Ordinal);
        Assert.IsType<LinkEvent.Linked>(events[^1]);
    }

    [Fact]
    public async Task The_code_is_asked_for_once_more_at_its_very_end()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 20);
        server.Code = Short(lifetime: 8);
        server.Token = Answer.Script(Answer.Pending, Answer.Tokens);
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.IsType<LinkEvent.Linked>(events[^1]);
        var last = server.Polls[1].When - server.At("/code")[0].When;
        Assert.InRange(last.TotalSeconds, 7.5, 9.9);
    }

    [Fact]
    public async Task Trouble_pulls_the_last_question_forward_to_the_end()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 20);
        server.Code = Short(lifetime: 7);
        server.Token = Answer.Script(new Answer(503, "", "text/plain", ("Retry-After", "120")), Answer.Tokens);
        using var client = server.Client();

        Assert.IsType<LinkEvent.Linked>((await client.AllAsync())[^1]);
    }

    [Fact]
    public async Task A_pending_answer_may_lengthen_the_codes_time()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 50);
        server.Code = Short(lifetime: 6);
        server.Token = Answer.Script(
            new Answer(400, """{"error":"authorization_pending","expires_in":600,"link_status":"claimed","confirm":"42"}"""),
            new Answer(400, """{"error":"authorization_pending","expires_in":595,"link_status":"waiting_for_guardian"}"""),
            Answer.Pending,
            Answer.Tokens);
        using var client = server.Client(options => options.Renewals = 0);

        var events = await client.AllAsync();

        var claimed = Assert.IsType<LinkEvent.Claimed>(events[1]);
        Assert.Equal("42", claimed.Confirm);
        Assert.InRange(claimed.Remaining.TotalSeconds, 550, 600);
        Assert.IsType<LinkEvent.WaitingForGuardian>(events[2]);
        Assert.IsType<LinkEvent.Waiting>(events[3]);
        Assert.IsType<LinkEvent.Linked>(events[4]);
    }

    [Fact]
    public async Task The_time_that_an_answer_was_held_does_not_shorten_the_code()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 20);
        server.Code = Short(lifetime: 40);
        var polls = 0;
        server.Token = async seen =>
        {
            if (Interlocked.Increment(ref polls) > 1)
            {
                return Answer.Pending;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), seen.Aborted);
            var left = 40 - (int)(server.Clock.Elapsed - server.At("/code")[0].When).TotalSeconds;
            return new Answer(400, $$"""{"error":"authorization_pending","expires_in":{{left}}}""", "application/json", ("Preference-Applied", "wait"));
        };
        using var client = server.Client(options => options.Renewals = 0);

        await client.AllAsync();

        Assert.True(server.Polls[^1].When - server.At("/code")[0].When >= TimeSpan.FromSeconds(39));
    }

    [Fact]
    public async Task An_expired_code_is_renewed_three_times_and_then_no_more()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
        var made = 0;
        server.Code = _ => Task.FromResult(Answer.Json(
            $$"""{"device_code":"dc-{{++made}}","user_code":"CODE-{{made}}","verification_uri":"https://foreign.example/device","expires_in":600}"""));
        server.Token = Answer.Script(Answer.Error("expired_token"));
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.Equal(["CODE-2", "CODE-3", "CODE-4"], events.OfType<LinkEvent.CodeRenewed>().Select(renewed => renewed.Prompt.Code));
        Assert.Equal([1, 2, 3], events.OfType<LinkEvent.CodeRenewed>().Select(renewed => renewed.Renewal));
        Assert.IsType<LinkEvent.Expired>(events[^1]);
        Assert.Equal(["dc-1", "dc-2", "dc-3", "dc-4"], server.Polls.Select(poll => poll["device_code"]));
    }

    [Fact]
    public async Task A_code_spent_in_a_lost_answer_is_replaced()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
        server.Token = Answer.Script(Answer.Lost, Answer.Error("invalid_grant"), Answer.Tokens);
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.Single(events.OfType<LinkEvent.CodeRenewed>());
        Assert.IsType<LinkEvent.Linked>(events[^1]);
    }

    [Fact]
    public async Task An_unreachable_server_is_given_up_after_the_patience_only()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
        server.Code = Answer.Script(new Answer(502, ""));
        using var client = server.Client(options => options.StartPatience = TimeSpan.FromSeconds(30));

        var events = await client.AllAsync();

        Assert.Equal("network", Assert.IsType<LinkEvent.Failed>(events[^1]).Failure.Code);
        Assert.True(events.Count > 2);
        Assert.True(server.Clock.Elapsed >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_one_call_shows_each_code_and_gives_the_session()
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
        server.Token = Answer.Script(Answer.Error("expired_token"), Answer.Tokens);
        using var client = server.Client();
        var shown = new List<string>();

        var session = await client.LinkAsync(prompt => shown.Add(prompt.Code), Watching.Stop);

        Assert.Equal(["WDJB-MJHT", "WDJB-MJHT"], shown);
        Assert.Equal("at-1", await session.GetAccessTokenAsync(Watching.Stop));
    }

    [Theory]
    [InlineData("access_denied")]
    [InlineData("unauthorized_client")]
    public async Task The_one_call_throws_what_ended_it(string word)
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
        server.Token = Answer.Script(Answer.Error(word));
        using var client = server.Client();

        var thrown = await Assert.ThrowsAsync<LinkException>(() => client.LinkAsync(_ => { }, Watching.Stop));

        Assert.Equal(word, thrown.Failure.Code);
    }

    internal static Func<Seen, Task<Answer>> Short(int lifetime) => Answer.Script(Answer.Json(
        $$"""{"device_code":"dc-1","user_code":"WDJB-MJHT","verification_uri":"https://foreign.example/device","expires_in":{{lifetime}},"interval":5}"""));
}
