using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes;

/// <summary>The whole way of one link, on the wire.</summary>
public sealed class LinkingADevice(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task An_approved_device_has_its_tokens_and_stays_signed_in()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);

        var person = await Person.AddAsync(Server);
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(device.UserCode));
        var tokens = await device.PollAsync();
        Assert.True(tokens.Status == HttpStatusCode.OK, tokens.Body);

        var who = await device.UserInfoAsync();
        Assert.True(who.Status == HttpStatusCode.OK, who.Body);
        Assert.Equal(person.Id.ToString(), who.Text("sub"));
        Assert.Equal("Ada Example", who.Text("name"));

        var first = device.RefreshToken;
        var again = await device.RefreshAsync();
        Assert.True(again.Status == HttpStatusCode.OK, again.Body);
        Assert.NotEqual(first, device.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
    }

    [Fact]
    public async Task N26_another_app_learns_and_changes_nothing_in_any_state()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Assert.Equal("invalid_grant", (await device.PollAsync(asApp: "demo-cli")).Error);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);

        var person = await Person.AddAsync(Server);
        await person.LinkAsync(device.UserCode);
        Assert.Equal("invalid_grant", (await device.PollAsync(asApp: "demo-cli")).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal("invalid_grant", (await device.PollAsync(asApp: "demo-cli")).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task A_lost_answer_comes_again_only_for_whoever_holds_the_verifier()
    {
        using var http = Server.Program();
        var person = await Person.AddAsync(Server);
        var device = await new TestDevice(http).AskAsync(pkce: true);
        await person.LinkAsync(device.UserCode);
        Assert.Equal("invalid_grant", (await device.PollAsync(verifier: new string('x', 43))).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
    }
}
