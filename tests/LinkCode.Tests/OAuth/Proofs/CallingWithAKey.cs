using System.Net;
using LinkCode.Server.Apps;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>Bound access tokens at our own APIs: userinfo and the list of devices (RFC 9449 §7).</summary>
public sealed class CallingWithAKey(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string UserInfo = "/oauth/userinfo";
    private const string Devices = "/account/devices";

    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData(UserInfo)]
    [InlineData(Devices)]
    public async Task X2_with_token_and_proof_the_answer_is_given(string path)
    {
        using var device = await LinkedAsync();
        Assert.Equal(HttpStatusCode.OK, (await device.CallAsync(path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.CallAsync(path + "?q=1", "dpop", [device.Prove(path, "GET", device.AccessToken)])).Status);
    }

    [Theory]
    [InlineData(UserInfo)]
    [InlineData(Devices)]
    public async Task X2_a_bound_token_is_no_bearer_token(string path)
    {
        using var device = await LinkedAsync();
        Refused(await device.CallAsync(path, "Bearer", []), "invalid_token");
        Refused(await device.CallAsync(path, "Bearer", [device.Prove(path, "GET", device.AccessToken)]), "invalid_token");
    }

    [Theory]
    [InlineData(UserInfo)]
    [InlineData(Devices)]
    public async Task X2_a_bearer_token_is_no_bound_token(string path)
    {
        using var device = await LinkedAsync(proven: false);
        Refused(await device.CallAsync(path), "invalid_token");
        Assert.Equal(HttpStatusCode.OK, (await device.CallAsync(path, "Bearer", [])).Status);
    }

    [Theory]
    [InlineData(UserInfo)]
    [InlineData(Devices)]
    public async Task X2_without_a_right_proof_nothing_is_answered(string path)
    {
        using var thief = new DeviceKey();
        using var device = await LinkedAsync();
        var used = device.Prove(path, "GET", device.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await device.CallAsync(path, "DPoP", [used])).Status);
        Refused(await device.CallAsync(path, "DPoP", [used]), "invalid_dpop_proof");
        Refused(await device.CallAsync(path, "DPoP", []), "invalid_dpop_proof");
        Refused(await device.CallAsync(path, "DPoP", [device.Prove(path, "GET")]), "invalid_dpop_proof");
        Refused(await device.CallAsync(path, "DPoP", [device.Prove(path, "GET", device.AccessToken + "x")]), "invalid_dpop_proof");
        Refused(await device.CallAsync(path, "DPoP", [device.Prove(path, "POST", device.AccessToken)]), "invalid_dpop_proof");
        Refused(await device.CallAsync(path, "DPoP", [device.Prove("/oauth/token", "GET", device.AccessToken)]), "invalid_dpop_proof");
        Refused(await device.CallAsync(path, "DPoP", [device.Prove(path, "GET", device.AccessToken, by: thief)]), "invalid_token");
        Assert.Equal(HttpStatusCode.OK, (await device.CallAsync(path)).Status);
    }

    [Theory]
    [InlineData(UserInfo)]
    [InlineData(Devices)]
    public async Task X2_an_old_proof_is_asked_for_again_with_a_nonce(string path)
    {
        using var device = await LinkedAsync();
        var late = device.Key.Prove("GET", new Uri(Server.Address, path), Server.Clock.GetUtcNow().AddHours(-1), device.AccessToken);
        var refused = await device.CallAsync(path, "DPoP", [late]);
        Refused(refused, "use_dpop_nonce");
        var proof = device.Key.Prove("GET", new Uri(Server.Address, path), Server.Clock.GetUtcNow().AddHours(-1), device.AccessToken, refused.Headers["DPoP-Nonce"]);
        Assert.Equal(HttpStatusCode.OK, (await device.CallAsync(path, "DPoP", [proof])).Status);
    }

    [Fact]
    public async Task X2_N81_a_removed_device_is_refused_whatever_it_proves()
    {
        using var device = await LinkedAsync();
        await device.PostAsync("/oauth/revoke", [], ("client_id", "keyed-list"), ("token", device.RefreshToken));
        Assert.Equal(HttpStatusCode.Unauthorized, (await device.CallAsync(UserInfo)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await device.CallAsync(Devices)).Status);
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
    }

    private static void Refused(Answer answer, string error)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.StartsWith($"DPoP error=\"{error}\"", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Contains("algs=\"ES256 ", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    private async Task<KeyedDevice> LinkedAsync(bool proven = true)
    {
        await Server.AddAppAsync("keyed-list", new AppSettings { Name = "List", Scopes = "openid profile offline_access devices" });
        return await new KeyedDevice(Server, "keyed-list").LinkAsync(await Person.AddAsync(Server), proven);
    }
}
