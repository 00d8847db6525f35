using System.Net;
using System.Text.Json;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>A device that proves a key when it asks for codes has it proven at every later step (X2, RFC 9449).</summary>
public sealed class LinkingWithAKey(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task X2_code_tokens_and_refresh_are_bound_to_the_key_and_say_so()
    {
        var person = await Person.AddAsync(Server);
        using var device = await new KeyedDevice(Server).AskAsync();
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        await person.LinkAsync(device.UserCode);
        var tokens = await device.PollAsync();
        Assert.Equal("DPoP", tokens.Text("token_type"));
        Assert.Equal(device.Key.Thumbprint, KeyedDevice.Payload(device.AccessToken).GetProperty("cnf").GetProperty("jkt").GetString());
        Assert.Equal(person.Id.ToString(), (await device.UserInfoAsync()).Text("sub"));
        var fresh = await device.RefreshAsync();
        Assert.Equal("DPoP", fresh.Text("token_type"));
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task X2_whoever_has_the_code_without_the_key_learns_nothing_and_harms_nothing(bool pkce)
    {
        var person = await Person.AddAsync(Server);
        using var thief = new DeviceKey();
        using var device = await new KeyedDevice(Server).AskAsync(pkce: pkce);
        async Task StealAsync()
        {
            Assert.Equal("invalid_grant", (await device.PollAsync([])).Error);
            Assert.Equal("invalid_grant", (await device.PollAsync([device.Prove("/oauth/token", by: thief)])).Error);
        }

        await StealAsync();
        await person.LinkAsync(device.UserCode);
        await StealAsync();
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        await StealAsync();
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
    }

    [Fact]
    public async Task X2_X1_the_key_does_not_stand_in_for_the_verifier()
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        Assert.Equal("invalid_grant", (await device.PollAsync([device.Prove("/oauth/token")], verifier: new string('a', 43))).Error);
        Assert.Equal("invalid_grant", (await device.PollAsync([device.Prove("/oauth/token")], verifier: "")).Error);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task X2_T15_the_key_alone_gets_a_lost_answer_again()
    {
        var person = await Person.AddAsync(Server);
        using var device = await new KeyedDevice(Server).AskAsync(pkce: false);
        await person.LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        var first = device.AccessToken;
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal(KeyedDevice.Payload(first).GetProperty("oi_au_id").GetString(), KeyedDevice.Payload(device.AccessToken).GetProperty("oi_au_id").GetString());
        Server.Clock.Advance(LinkTimes.Leeway);
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task X2_refresh_tokens_of_public_apps_work_with_their_key_only_and_a_stolen_one_ends_nothing()
    {
        using var thief = new DeviceKey();
        using var device = await new KeyedDevice(Server).LinkAsync(await Person.AddAsync(Server));
        var old = device.RefreshToken;
        Assert.Equal("invalid_dpop_proof", (await device.RefreshAsync([])).Error);
        Assert.Equal("invalid_grant", (await device.RefreshAsync([device.Prove("/oauth/token", by: thief)])).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        Server.Clock.Advance(LinkTimes.Leeway + TimeSpan.FromSeconds(1));
        Assert.Equal("invalid_grant", (await device.RefreshAsync([device.Prove("/oauth/token", by: thief)], old)).Error);
        Assert.Equal("invalid_dpop_proof", (await device.RefreshAsync([], old)).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task X2_refresh_tokens_of_apps_with_a_secret_may_change_the_key_but_not_lose_it()
    {
        await Server.AddAppAsync("keyed-service", new AppSettings { Name = "A service", Secret = "a secret of a service" });
        (string, string) secret = ("client_secret", "a secret of a service");
        var person = await Person.AddAsync(Server);
        using var next = new DeviceKey();
        using var device = new KeyedDevice(Server, "keyed-service");
        await device.StartAsync([device.Prove("/oauth/device")], pkce: false, secret);
        await person.LinkAsync(device.UserCode);
        await device.PostAsync("/oauth/token", [device.Prove("/oauth/token")], ("grant_type", TestDevice.Grant), ("client_id", "keyed-service"), secret, ("device_code", device.DeviceCode));
        Assert.Equal("invalid_dpop_proof", (await device.RefreshAsync([], null, secret)).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync([device.Prove("/oauth/token", by: next)], null, secret)).Status);
        Assert.Equal(next.Thumbprint, KeyedDevice.Payload(device.AccessToken).GetProperty("cnf").GetProperty("jkt").GetString());

        // An API that asks about the token is told which key has to come with it.
        var told = await device.PostAsync("/oauth/introspect", [], ("client_id", "keyed-service"), secret, ("token", device.AccessToken));
        Assert.Equal("True", told.Text("active"));
        Assert.True(told.Text("token_type") == "DPoP", told.Body);
        Assert.Equal(next.Thumbprint, JsonDocument.Parse(told.Body).RootElement.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task X2_an_app_without_the_switch_that_offers_a_key_late_is_bound_from_there_on()
    {
        var person = await Person.AddAsync(Server);
        using var device = await new KeyedDevice(Server).AskAsync(proven: false);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        await person.LinkAsync(device.UserCode);
        Assert.Equal("DPoP", (await device.PollAsync()).Text("token_type"));
        Assert.Equal("invalid_dpop_proof", (await device.RefreshAsync([])).Error);

        using var other = await new KeyedDevice(Server).LinkAsync(person, proven: false);
        Assert.Equal("DPoP", (await other.RefreshAsync()).Text("token_type"));
        Assert.Equal(HttpStatusCode.OK, (await other.UserInfoAsync()).Status);
        Assert.Equal("invalid_dpop_proof", (await other.RefreshAsync([])).Error);
    }

    [Fact]
    public async Task X2_an_app_that_has_to_prove_keys_gets_nothing_without()
    {
        await Server.AddAppAsync("vault", new AppSettings { Name = "Vault", DPoP = true });
        using var device = new KeyedDevice(Server, "vault");
        var refused = await device.StartAsync([]);
        Assert.Equal("invalid_dpop_proof", refused.Error);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.EndsWith("/errors/invalid_dpop_proof", refused.Text("error_uri"), StringComparison.Ordinal);

        // Clients that cannot send a proof with this request may name the key instead.
        await device.StartAsync([], more: ("dpop_jkt", device.Key.Thumbprint));
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([])).Error);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        await (await Person.AddAsync(Server)).LinkAsync(device.UserCode);
        Assert.Equal("DPoP", (await device.PollAsync()).Text("token_type"));
        Assert.Equal("invalid_dpop_proof", (await device.RefreshAsync([])).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task X2_devices_that_were_linked_before_the_switch_bind_themselves_at_their_next_refresh()
    {
        await Server.AddAppAsync("switched", new AppSettings { Name = "Switched" });
        using var device = await new KeyedDevice(Server, "switched").LinkAsync(await Person.AddAsync(Server), proven: false);
        await Server.AddAppAsync("switched", new AppSettings { Name = "Switched", DPoP = true });
        Assert.Equal("invalid_dpop_proof", (await device.RefreshAsync([])).Error);
        Assert.Equal("DPoP", (await device.RefreshAsync()).Text("token_type"));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789012345678901234567890123456789012*")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task X2_a_named_key_is_a_thumbprint_and_the_one_that_is_proven(string named)
    {
        using var device = new KeyedDevice(Server);
        Assert.Equal("invalid_request", (await device.StartAsync([device.Prove("/oauth/device")], more: ("dpop_jkt", named))).Error);
    }

    [Fact]
    public async Task X2_N33_discovery_lists_the_algorithms_and_browsers_may_send_proofs()
    {
        using var http = Server.Program();
        foreach (var document in new[] { "openid-configuration", "oauth-authorization-server" })
        {
            var found = JsonDocument.Parse(await http.GetStringAsync("/.well-known/" + document, TestContext.Current.CancellationToken)).RootElement;
            Assert.Contains("ES256", found.GetProperty("dpop_signing_alg_values_supported").EnumerateArray().Select(name => name.GetString()));
        }

        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/oauth/token")
        {
            Headers = { { "Origin", "https://app.example" }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "dpop" } },
        };
        using var allowed = await http.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Contains("dpop", string.Join(',', allowed.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Headers = { { "Origin", "https://app.example" } }, Content = new FormUrlEncodedContent([new("client_id", "demo-tv")]) };
        using var answer = await http.SendAsync(asked, TestContext.Current.CancellationToken);
        Assert.Contains("dpop-nonce", string.Join(',', answer.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.OrdinalIgnoreCase);
    }
}
