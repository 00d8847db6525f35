using System.Net;
using System.Net.Http.Json;
using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>SDK-10: tokens that stay fresh, one refresh at a time, and a link that ends.</summary>
public sealed class Sessions
{
    [Fact]
    public async Task A_token_is_replaced_before_it_ends_by_one_caller_for_all()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 4000);
        server.Token = async _ =>
        {
            await Task.Delay(50, CancellationToken.None);
            return Answer.Json("""{"access_token":"at-2","refresh_token":"rt-2","expires_in":3600}""");
        };
        server.Clock.Jump(TimeSpan.FromSeconds(3950));

        var tokens = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => session.GetAccessTokenAsync(Watching.Stop)));

        Assert.All(tokens, token => Assert.Equal("at-2", token));
        var refresh = Assert.Single(server.Polls, poll => poll["grant_type"] == "refresh_token");
        Assert.Equal("rt-1", refresh["refresh_token"]);
        Assert.Equal("openid", session.Scope);
    }

    [Fact]
    public async Task One_callers_cancellation_does_not_spoil_the_refresh_for_others()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 0);
        var release = new TaskCompletionSource();
        server.Token = async _ =>
        {
            await release.Task;
            return Answer.Json("""{"access_token":"at-2","expires_in":3600}""");
        };
        using var cancel = new CancellationTokenSource();
        var hasty = session.GetAccessTokenAsync(cancel.Token);
        var patient = session.GetAccessTokenAsync(Watching.Stop);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hasty);
        release.SetResult();

        Assert.Equal("at-2", await patient);
        Assert.Single(server.Polls, poll => poll["grant_type"] == "refresh_token");
    }

    [Fact]
    public async Task A_refused_refresh_token_ends_the_link_and_says_so_once()
    {
        await using var server = await ForeignServer.StartAsync();
        var store = new MemoryTokenStore();
        var session = await LinkedAsync(server, lifetime: 0, store);
        server.Token = Answer.Script(Answer.Error("invalid_grant"));
        var lost = new List<LinkFailure>();
        session.LinkLost += (_, args) => lost.Add(args.Failure);

        var first = await Assert.ThrowsAsync<LinkException>(() => session.GetAccessTokenAsync(Watching.Stop));
        await Assert.ThrowsAsync<LinkException>(() => session.GetAccessTokenAsync(Watching.Stop));

        Assert.Equal("link_lost", first.Failure.Code);
        Assert.Equal("link_lost", Assert.Single(lost).Code);
        Assert.True(session.IsLost);
        using var later = server.Client(options => options.Store = store);
        Assert.Null(await later.OpenAsync(Watching.Stop));
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(Answer.HangUp, "")]
    [InlineData(401, """{"error":"invalid_client"}""")]
    public async Task Any_other_trouble_keeps_the_link(int status, string body)
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 0);
        server.Token = Answer.Script(new Answer(status, body));

        var failure = (await Assert.ThrowsAsync<LinkException>(() => session.GetAccessTokenAsync(Watching.Stop))).Failure;
        Assert.NotEqual("link_lost", failure.Code);
        Assert.False(session.IsLost);

        server.Token = Answer.Script(Answer.Json("""{"access_token":"at-2","expires_in":3600}"""));
        Assert.Equal("at-2", await session.GetAccessTokenAsync(Watching.Stop));
    }

    [Fact]
    public async Task A_lost_answer_to_a_refresh_is_asked_for_again_at_once()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 0);
        server.Token = Answer.Script(Answer.Lost, Answer.Json("""{"access_token":"at-2","expires_in":3600}"""));

        Assert.Equal("at-2", await session.GetAccessTokenAsync(Watching.Stop));
    }

    [Fact]
    public async Task A_token_that_still_lives_is_used_while_the_server_is_away()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 4000);
        server.Token = Answer.Script(new Answer(503, "", "text/plain", ("Retry-After", "5")));
        server.Clock.Jump(TimeSpan.FromSeconds(3950));

        Assert.Equal("at-1", await session.GetAccessTokenAsync(Watching.Stop));
        Assert.Contains(server.Polls, poll => poll["grant_type"] == "refresh_token");
    }

    [Fact]
    public async Task Signing_out_gives_the_link_back_and_forgets_it()
    {
        await using var server = await ForeignServer.StartAsync();
        var store = new MemoryTokenStore();
        var session = await LinkedAsync(server, lifetime: 3600, store);

        Assert.True(await session.SignOutAsync(Watching.Stop));

        var revoked = Assert.Single(server.At("/revoke"));
        Assert.Equal("rt-1", revoked["token"]);
        Assert.Equal("refresh_token", revoked["token_type_hint"]);
        using var client = server.Client(options => options.Store = store);
        Assert.Null(await client.OpenAsync(Watching.Stop));
        await Assert.ThrowsAsync<LinkException>(() => session.GetAccessTokenAsync(Watching.Stop));
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_the_request_sent_again_with_its_body()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 3600);
        server.Token = Answer.Script(Answer.Json("""{"access_token":"at-2","refresh_token":"rt-2","expires_in":3600}"""));
        server.Api = seen => Task.FromResult(seen.Header("Authorization") == "Bearer at-2" ? Answer.Json($$"""{"got":"{{seen["save"]}}"}""") : Answer.Page(401, ""));
        using var http = new HttpClient(new LinkCodeHandler(session) { InnerHandler = new SocketsHttpHandler() });
        using var body = new FormUrlEncodedContent([new("save", "level 7")]);

        var answer = await http.PostAsync(server.Address + "/api", body, Watching.Stop);

        Assert.Equal("level 7", (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(Watching.Stop))!["got"]);
        Assert.Equal(["Bearer at-1", "Bearer at-2"], server.At("/api").Select(seen => seen.Header("Authorization")));
    }

    [Fact]
    public async Task A_server_that_keeps_refusing_is_asked_twice_and_no_more()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 3600);
        server.Token = Answer.Script(Answer.Json("""{"access_token":"at-2","expires_in":3600}"""));
        server.Api = Answer.Script(Answer.Page(401, ""));
        using var http = new HttpClient(new LinkCodeHandler(session) { InnerHandler = new SocketsHttpHandler() });

        var answer = await http.GetAsync(server.Address + "/api", Watching.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(2, server.At("/api").Count);
    }

    [Fact]
    public async Task A_stranger_never_gets_the_token()
    {
        await using var server = await ForeignServer.StartAsync();
        await using var stranger = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 3600);
        using var http = new HttpClient(new LinkCodeHandler(session) { InnerHandler = new SocketsHttpHandler() });

        await http.GetAsync(stranger.Address + "/api", Watching.Stop);

        Assert.Null(stranger.At("/api")[0].Header("Authorization"));
    }

    [Fact]
    public async Task A_lost_link_is_a_401_and_a_lost_network_an_exception()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 0);
        using var http = new HttpClient(new LinkCodeHandler(session) { InnerHandler = new SocketsHttpHandler() });

        server.Token = Answer.Script(Answer.Page(500, ""));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(server.Address + "/api", Watching.Stop));
        server.Token = Answer.Script(Answer.Error("invalid_grant"));
        var answer = await http.GetAsync(server.Address + "/api", Watching.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("link_lost", answer.ReasonPhrase);
        Assert.Empty(server.At("/api"));
    }

    [Fact]
    public async Task A_store_that_cannot_keep_the_tokens_does_not_lose_the_link()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 3600, new FullStore());

        Assert.IsType<IOException>(session.StoreTrouble);
        Assert.Equal("at-1", await session.GetAccessTokenAsync(Watching.Stop));
    }

    private static async Task<LinkedSession> LinkedAsync(ForeignServer server, int lifetime, ITokenStore? store = null)
    {
        server.Token = Answer.Script(Answer.Json(
            $$"""{"access_token":"at-1","refresh_token":"rt-1","token_type":"Bearer","expires_in":{{lifetime}},"scope":"openid"}"""));
        var client = server.Client(options => options.Store = store ?? options.Store);
        return await client.LinkAsync(_ => { }, Watching.Stop);
    }

    /// <summary>A disk with no room on it.</summary>
    private sealed class FullStore : ITokenStore
    {
        private readonly MemoryTokenStore memory = new();

        public Task<string?> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task WriteAsync(string name, string? value, CancellationToken cancellationToken) => throw new IOException("No space left on device");

        public Task<IDisposable> LockAsync(string name, CancellationToken cancellationToken) => memory.LockAsync(name, cancellationToken);
    }
}
