using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>How long a code lives, what comes after it, and how linking ends.</summary>
public sealed class Endings
{
    [Fact]
    public async Task The_code_is_asked_for_once_more_at_its_very_end()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Short(lifetime: 21, interval: 20);
        server.Token = Answer.Script(Answer.Pending, Answer.Tokens);
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.IsType<LinkEvent.Linked>(events[^1]);
        var last = server.Polls[1].When - server.At("/code")[0].When;
        Assert.Equal(21, last.TotalSeconds, 0.1);
    }

    [Fact]
    public async Task A_code_that_lives_shorter_than_the_interval_is_asked_for_at_its_end()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Short(lifetime: 5, interval: 60);
        server.Token = Answer.Script(Answer.Tokens);
        using var client = server.Client();

        Assert.IsType<LinkEvent.Linked>((await client.AllAsync())[^1]);
        Assert.Equal(5, (server.Polls[0].When - server.At("/code")[0].When).TotalSeconds, 0.1);
    }

    [Fact]
    public async Task Trouble_pulls_the_last_question_forward_to_the_end()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Short(lifetime: 7);
        server.Token = Answer.Script(new Answer(503, "", "text/plain", ("Retry-After", "120")), Answer.Tokens);
        using var client = server.Client();

        Assert.IsType<LinkEvent.Linked>((await client.AllAsync())[^1]);
        Assert.Equal(7, (server.Polls[1].When - server.At("/code")[0].When).TotalSeconds, 0.1);
    }

    [Fact]
    public async Task A_pending_answer_may_lengthen_the_codes_time()
    {
        await using var server = await ForeignServer.StartAsync();
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
        await using var server = await ForeignServer.StartAsync();
        server.Code = Short(lifetime: 40);
        var polls = 0;
        server.Token = async _ =>
        {
            if (Interlocked.Increment(ref polls) > 1)
            {
                return Answer.Pending;
            }

            server.Clock.Jump(TimeSpan.FromSeconds(5));
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
        await using var server = await ForeignServer.StartAsync();
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
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Lost, Answer.Error("invalid_grant"), Answer.Tokens);
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.Single(events.OfType<LinkEvent.CodeRenewed>());
        Assert.IsType<LinkEvent.Linked>(events[^1]);
    }

    [Fact]
    public async Task An_unreachable_server_is_given_up_after_the_patience_only()
    {
        await using var server = await ForeignServer.StartAsync();
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
        await using var server = await ForeignServer.StartAsync();
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
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Error(word));
        using var client = server.Client();

        var thrown = await Assert.ThrowsAsync<LinkException>(() => client.LinkAsync(_ => { }, Watching.Stop));

        Assert.Equal(word, thrown.Failure.Code);
    }

    internal static Func<Seen, Task<Answer>> Short(int lifetime, int interval = 5) => Answer.Script(Answer.Json(
        $$"""{"device_code":"dc-1","user_code":"WDJB-MJHT","verification_uri":"https://foreign.example/device","expires_in":{{lifetime}},"interval":{{interval}}}"""));
}
