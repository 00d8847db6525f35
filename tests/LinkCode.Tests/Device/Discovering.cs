using LinkCode.Device;

namespace LinkCode.Tests.Device;

public sealed class Discovering
{
    [Fact]
    public async Task The_document_of_rfc_8414_stands_between_host_and_path()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Document = seen => Task.FromResult(seen.Path == "/.well-known/oauth-authorization-server/tenant" ? Describe(server, "/tenant") : Answer.Page(404, "no"));
        using var client = server.Discoverer(path: "/tenant");

        var found = await client.DiscoverAsync(Watching.Stop);

        Assert.Equal(server.Address + "/code", found.DeviceAuthorizationEndpoint.ToString());
        Assert.Equal(server.Address + "/me", found.UserInfoEndpoint!.ToString());
    }

    [Fact]
    public async Task The_openid_document_is_the_second_choice_and_stands_after_the_path()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Document = seen => Task.FromResult(seen.Path == "/tenant/.well-known/openid-configuration" ? Describe(server, "/tenant") : Answer.Page(404, "no"));
        using var client = server.Discoverer(path: "/tenant/");

        await client.DiscoverAsync(Watching.Stop);
        await client.DiscoverAsync(Watching.Stop);

        Assert.Single(server.At("/tenant/.well-known/openid-configuration"));
    }

    [Fact]
    public async Task A_document_of_another_issuer_is_refused()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Document = _ => Task.FromResult(Describe(server, "/somebody-else"));
        using var client = server.Discoverer();

        Assert.Equal("issuer_mismatch", (await Assert.ThrowsAsync<LinkException>(() => client.DiscoverAsync(Watching.Stop))).Failure.Code);
    }

    [Fact]
    public async Task A_server_without_the_device_flow_says_so()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Document = _ => Task.FromResult(Answer.Json($$"""{"issuer":"{{server.Address}}","token_endpoint":"{{server.Address}}/token"}"""));
        using var client = server.Discoverer();

        Assert.Equal("no_device_flow", (await Assert.ThrowsAsync<LinkException>(() => client.DiscoverAsync(Watching.Stop))).Failure.Code);
    }

    [Fact]
    public async Task An_endpoint_without_https_on_another_machine_is_refused()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Document = _ => Task.FromResult(Answer.Json(
            $$"""{"issuer":"{{server.Address}}","token_endpoint":"http://elsewhere.example/token","device_authorization_endpoint":"{{server.Address}}/code"}"""));
        using var client = server.Discoverer();
        using var plain = new LinkClient(new LinkClientOptions("http://elsewhere.example", "app"));

        Assert.Equal("insecure_address", (await Assert.ThrowsAsync<LinkException>(() => client.DiscoverAsync(Watching.Stop))).Failure.Code);
        Assert.Equal("insecure_address", (await Assert.ThrowsAsync<LinkException>(() => plain.DiscoverAsync(Watching.Stop))).Failure.Code);
    }

    [Fact]
    public async Task A_hotels_sign_in_page_is_trouble_and_passes()
    {
        await using var server = await ForeignServer.StartAsync();
        var portal = new Queue<Answer>([Answer.Page(200, "<html>Welcome to our hotel</html>"), Answer.Page(302, "")]);
        server.Document = _ => Task.FromResult(portal.TryDequeue(out var page) ? page : Describe(server, ""));
        server.Token = Answer.Script(Answer.Tokens);
        using var client = server.Discoverer();

        var events = await client.AllAsync();

        Assert.IsType<LinkEvent.NetworkTrouble>(events[0]);
        Assert.IsType<LinkEvent.Linked>(events[^1]);
    }

    [Fact]
    public async Task Where_a_secret_goes_is_read_from_the_document()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Document = _ => Task.FromResult(Describe(server, ""));
        server.Token = Answer.Script(Answer.Tokens);
        using var client = server.Discoverer(options => options.ClientSecret = "a:b c");

        await client.AllAsync();

        var poll = Assert.Single(server.Polls);
        Assert.Equal("Basic " + Convert.ToBase64String("living-room:a%3Ab+c"u8), poll.Header("Authorization"));
        Assert.Null(poll["client_id"]);
        Assert.Null(poll["client_secret"]);
    }

    private static Answer Describe(ForeignServer server, string path) => Answer.Json($$$"""
        {"issuer":"{{{server.Address + path}}}","device_authorization_endpoint":"{{{server.Address}}}/code","token_endpoint":"{{{server.Address}}}/token",
        "revocation_endpoint":"{{{server.Address}}}/revoke","userinfo_endpoint":"{{{server.Address}}}/me","scopes_supported":["openid","profile"],
        "mtls_endpoint_aliases":{"token_endpoint":"https://mtls.example"}}
        """);
}
