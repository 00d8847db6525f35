using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>The option UseDPoP at servers that others run.</summary>
public sealed class Keys
{
    [Fact]
    public async Task X2_no_key_is_made_unless_the_app_asks_for_it()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        server.Document = Document(server, proofs: true);
        using var client = server.Discoverer();
        await client.AllAsync();
        Assert.Null(server.At("/code")[0].Header("DPoP"));
        Assert.Null(server.Polls[0].Header("DPoP"));
    }

    [Fact]
    public async Task X2_a_server_that_does_not_take_proofs_gets_none_and_the_session_is_an_ordinary_one()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        server.Document = Document(server, proofs: false);
        using var client = server.Discoverer(options => options.UseDPoP = true);
        var linked = Assert.IsType<LinkEvent.Linked>((await client.AllAsync())[^1]);
        Assert.Null(server.At("/code")[0].Header("DPoP"));
        Assert.Null(server.Polls[0].Header("DPoP"));
        Assert.False(linked.Session.IsBound);
        var headers = await linked.Session.GetHeadersAsync("GET", new Uri(server.Address + "/api"), cancellationToken: Watching.Stop);
        Assert.Equal("Bearer at-1", Assert.Single(headers).Value);
    }

    [Fact]
    public async Task X2_a_server_that_takes_the_proof_and_answers_with_a_bearer_token_is_believed()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        server.Document = Document(server, proofs: true);
        using var client = server.Discoverer(options => options.UseDPoP = true);
        var linked = Assert.IsType<LinkEvent.Linked>((await client.AllAsync())[^1]);
        Assert.NotNull(server.At("/code")[0].Header("DPoP"));
        Assert.NotNull(server.Polls[0].Header("DPoP"));
        Assert.False(linked.Session.IsBound);
    }

    [Fact]
    public async Task X2_a_nonce_is_used_at_once_and_kept_and_each_proof_is_new()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Document = Document(server, proofs: true);
        server.Code = Answer.Script(Answer.Error("use_dpop_nonce", ("DPoP-Nonce", "one")), await server.Code(null!));
        server.Token = Answer.Script(
            Answer.Error("authorization_pending", ("DPoP-Nonce", "two")),
            Answer.Json("""{"access_token":"at-1","token_type":"dpop","expires_in":3600}"""));
        using var client = server.Discoverer(options => options.UseDPoP = true);
        var linked = Assert.IsType<LinkEvent.Linked>((await client.AllAsync())[^1]);
        Assert.True(linked.Session.IsBound);
        Assert.Equal([null, "one"], server.At("/code").Select(asked => Member(asked, "nonce")));
        Assert.Equal(["one", "two"], server.Polls.Select(poll => Member(poll, "nonce")));
        Assert.Equal(4, server.At("/code").Concat(server.Polls).Select(request => Member(request, "jti")).Distinct().Count());
    }

    [Fact]
    public async Task X2_a_server_that_always_wants_another_nonce_is_not_asked_for_ever()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Document = Document(server, proofs: true);
        server.Code = Answer.Script(Answer.Error("use_dpop_nonce", ("DPoP-Nonce", "again")));
        using var client = server.Discoverer(options => options.UseDPoP = true);
        Assert.Equal("use_dpop_nonce", (await Assert.ThrowsAsync<LinkException>(() => client.StartAsync(Watching.Stop))).Failure.Code);
        Assert.Equal(2, server.At("/code").Count);
    }

    private static string? Member(Seen request, string name)
    {
        var part = request.Header("DPoP")!.Split('.')[1].Replace('-', '+').Replace('_', '/');
        var json = System.Text.Json.JsonDocument.Parse(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '='))).RootElement;
        return json.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static Func<Seen, Task<Answer>> Document(ForeignServer server, bool proofs) => Answer.Script(Answer.Json($$"""
        {"issuer":"{{server.Address}}","device_authorization_endpoint":"{{server.Address}}/code","token_endpoint":"{{server.Address}}/token"{{(proofs ? ",\"dpop_signing_alg_values_supported\":[\"RS256\",\"ES256\"]" : "")}}}
        """));
}
