using System.Net;
using LinkCode.Tests.Host;
using static LinkCode.Tests.OAuth.AppRequest;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>Keys of apps that have a browser (RFC 9449 §10).</summary>
public sealed class SigningInWithAKey(BrowserApps fixture) : IClassFixture<BrowserApps>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task X2_a_code_that_was_asked_for_with_a_key_is_good_with_that_key_only()
    {
        using var thief = new DeviceKey();
        using var app = new KeyedDevice(Server, "fern");
        var code = await CodeAsync(("dpop_jkt", app.Key.Thumbprint));
        Assert.Equal("invalid_grant", (await RedeemAsync(app, code, [])).Error);
        Assert.Equal("invalid_grant", (await RedeemAsync(app, code, [app.Prove("/oauth/token", by: thief)])).Error);
        Assert.Equal("DPoP", (await RedeemAsync(app, code, [app.Prove("/oauth/token")])).Text("token_type"));
        Assert.Equal(HttpStatusCode.OK, (await app.UserInfoAsync()).Status);
        Assert.Equal("invalid_dpop_proof", (await app.RefreshAsync([])).Error);
        Assert.Equal(HttpStatusCode.OK, (await app.RefreshAsync()).Status);
    }

    [Fact]
    public async Task X2_a_key_that_is_proven_first_at_the_exchange_binds_the_tokens()
    {
        using var app = new KeyedDevice(Server, "fern");
        Assert.Equal("DPoP", (await RedeemAsync(app, await CodeAsync(), [app.Prove("/oauth/token")])).Text("token_type"));
        Assert.Equal(HttpStatusCode.OK, (await app.UserInfoAsync()).Status);
    }

    [Fact]
    public async Task X2_a_key_that_is_none_is_refused_before_anybody_is_asked()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address(("dpop_jkt", "nonsense")));
        Assert.Equal(HttpStatusCode.BadRequest, person.Status);
        Assert.NotNull(person.Page.QuerySelector("a[href='/errors/invalid_request']"));
    }

    private static Task<Answer> RedeemAsync(KeyedDevice app, string code, string[] proofs) => app.PostAsync("/oauth/token", proofs, Exchange(code));

    private async Task<string> CodeAsync(params (string Name, string Value)[] more)
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address(more));
        await person.PressAsync("form.pair button[value=yes]");
        return Query(person)["code"]!;
    }
}
