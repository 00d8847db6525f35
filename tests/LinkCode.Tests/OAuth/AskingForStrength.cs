using System.Net;
using System.Text;
using System.Text.Json;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.WebUtilities;
using static LinkCode.Tests.OAuth.AppRequest;

namespace LinkCode.Tests.OAuth;

/// <summary>How sure it is that a person is who they are: in tokens, and for apps that ask for more (RFC 9470, OpenID Connect Core §3.1.2.1).</summary>
public sealed class AskingForStrength(BrowserApps fixture) : IClassFixture<BrowserApps>
{
    private const string Password = "a long enough password";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Discovery_names_what_can_be_asked_for()
    {
        using var http = Server.Program();
        using var document = JsonDocument.Parse(await http.GetStringAsync("/.well-known/openid-configuration"));
        Assert.Equal(["1", "2", "phr"], document.RootElement.GetProperty("acr_values_supported").EnumerateArray().Select(value => value.GetString()!));
    }

    [Fact]
    public async Task Tokens_say_how_and_when_the_person_signed_in_and_a_refresh_changes_nothing_about_it()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        var signedInAt = Server.Clock.GetUtcNow();
        Server.Clock.Advance(TimeSpan.FromMinutes(3));
        await person.LookAsync(Address(("acr_values", "1 2")));
        await person.PressAsync("form.pair button[value=yes]");
        var tokens = JsonDocument.Parse((await RedeemAsync(Server, Query(person)["code"]!)).Body).RootElement;
        ExpectSignIn(tokens, "1", ["pwd"], signedInAt);

        Server.Clock.Advance(TimeSpan.FromHours(2));
        var refreshed = await new TestDevice(Server.Program(), "fern").RefreshAsync(tokens.GetProperty("refresh_token").GetString());
        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
        ExpectSignIn(JsonDocument.Parse(refreshed.Body).RootElement, "1", ["pwd"], signedInAt);
    }

    [Fact]
    public async Task Who_cannot_prove_as_much_as_the_app_wants_goes_back_to_it_with_the_reason()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        foreach (var wanted in new[] { "2", "phr", "urn:example:unheard-of" })
        {
            await person.LookAsync(Address(("acr_values", wanted)));
            Assert.Equal("unmet_authentication_requirements", Query(person)["error"]);
        }

        await person.LookAsync(Address(("acr_values", "urn:example:unheard-of 1")));
        Assert.NotNull(person.Page.QuerySelector("form.pair"));
    }

    [Fact]
    public async Task Who_can_is_asked_for_more_and_comes_back_stronger()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync("/security/app");
        await person.PressAsync("button[value=begin]");
        var app = new AppOnAPhone(person.Page.QuerySelector(".key")!.TextContent, Server.Clock);
        await person.PressAsync("button[value=confirm]", ("code", app.Code()));
        Server.Clock.Advance(TimeSpan.FromMinutes(1));

        await person.LookAsync(Address(("acr_values", "2"), ("prompt", "none")));
        Assert.Equal("login_required", Query(person)["error"]);
        await person.LookAsync(Address(("acr_values", "2")));
        Assert.Equal("/sign-in/again", person.Place.AbsolutePath);
        Assert.Contains("Fernhouse", person.Text, StringComparison.Ordinal);
        await person.PressAsync("main form.stack button", ("password", Password), ("code", app.Code()));
        var signedInAt = Server.Clock.GetUtcNow();
        await person.PressAsync("form.pair button[value=yes]");
        var tokens = JsonDocument.Parse((await RedeemAsync(Server, Query(person)["code"]!)).Body).RootElement;
        ExpectSignIn(tokens, "2", ["pwd", "otp", "mfa"], signedInAt);

        await person.LookAsync(Address(("acr_values", "phr")));
        Assert.Equal("unmet_authentication_requirements", Query(person)["error"]);
    }

    [Fact]
    public async Task The_tokens_of_a_linked_device_say_how_whoever_said_yes_was_signed_in()
    {
        using var http = Server.Program();
        using var person = await WebPerson.AddAsync(Server);
        var signedInAt = Server.Clock.GetUtcNow();
        Server.Clock.Advance(TimeSpan.FromMinutes(3));
        var device = await new TestDevice(http).AskAsync();
        await person.LinkAsync(device.UserCode);
        ExpectSignIn(JsonDocument.Parse((await device.PollAsync()).Body).RootElement, "1", ["device_code", "pwd"], signedInAt);
        Server.Clock.Advance(TimeSpan.FromMinutes(30));
        var refreshed = JsonDocument.Parse((await device.RefreshAsync()).Body).RootElement;
        ExpectSignIn(refreshed, "1", ["device_code", "pwd"], signedInAt);
    }

    private static void ExpectSignIn(JsonElement tokens, string acr, string[] amr, DateTimeOffset at)
    {
        foreach (var token in new[] { "id_token", "access_token" })
        {
            var claims = Claims(tokens, token);
            Assert.Equal(acr, claims.GetProperty("acr").GetString());
            Assert.InRange(claims.GetProperty("auth_time").GetInt64(), at.ToUnixTimeSeconds() - 5, at.ToUnixTimeSeconds() + 1);
            Assert.Equal(amr, claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString()!));
            Assert.False(claims.TryGetProperty("lc_proven", out _));
        }
    }

    private static JsonElement Claims(JsonElement tokens, string token) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(tokens.GetProperty(token).GetString()!.Split('.')[1]))).RootElement;
}
