using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>Servers that refuse what goes beyond RFC 8628, where RFC 6749 section 3.1 has them ignore it: the library gives it up and goes on.</summary>
public sealed class PlainServers
{
    private static readonly string[] Known = ["client_id", "scope", "grant_type", "device_code"];

    [Fact]
    public async Task X1_one_that_refuses_a_challenge_is_asked_again_without_and_not_tried_again()
    {
        await using var server = await ForeignServer.StartAsync();
        var usual = server.Code;
        server.Code = seen => seen.Form.Keys.Except(Known).Any() ? Task.FromResult(Answer.Error("invalid_request")) : usual(seen);
        server.Token = Answer.Script(Answer.Error("expired_token"), Answer.Tokens);
        using var client = server.Client(options => options.Scope = "openid");

        var events = await client.AllAsync();

        Assert.IsType<LinkEvent.Linked>(events[^1]);
        Assert.Equal([true, false, false], server.At("/code").Select(asked => asked.Form.ContainsKey("code_challenge")));
        Assert.All(server.At("/code"), asked => Assert.Equal("openid", asked["scope"]));
        Assert.All(server.Polls, poll => Assert.False(poll.Form.ContainsKey("code_verifier")));
    }

    [Fact]
    public async Task X1_one_that_refuses_a_verifier_is_polled_without_and_no_sooner()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = seen => Task.FromResult(seen.Form.Keys.Except(Known).Any() ? Answer.Error("invalid_request") : Answer.Tokens);
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.IsType<LinkEvent.Linked>(events[^1]);
        Assert.Equal([true, false], server.Polls.Select(poll => poll.Form.ContainsKey("code_verifier")));
        Assert.True(server.Polls[1].When - server.Polls[0].When >= TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_request"}""")]
    [InlineData(417, "what do you expect?")]
    [InlineData(500, "")]
    public async Task X4_one_that_refuses_the_wish_to_wait_is_polled_plainly(int status, string body)
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = seen => Task.FromResult(seen.Header("Prefer") is null ? Answer.Tokens : new Answer(status, body));
        using var client = server.Client();

        Assert.IsType<LinkEvent.Linked>((await client.AllAsync())[^1]);
        Assert.Null(server.Polls[^1].Header("Prefer"));
        Assert.InRange(server.Polls.Count, 2, 4);
    }

    [Fact]
    public async Task What_is_refused_without_them_too_is_a_refusal()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(Answer.Error("invalid_request"));
        using var client = server.Client();

        Assert.Equal("invalid_request", (await Assert.ThrowsAsync<LinkException>(() => client.StartAsync(Watching.Stop))).Failure.Code);
        Assert.Equal(2, server.At("/code").Count);
    }

    [Fact]
    public async Task A_poll_that_is_refused_without_them_too_is_a_refusal()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Error("invalid_request"));
        using var client = server.Client();

        Assert.Equal("invalid_request", Assert.IsType<LinkEvent.Failed>((await client.AllAsync())[^1]).Failure.Code);
        Assert.Equal(2, server.Polls.Count);
    }
}
