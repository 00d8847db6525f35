using System.Net;
using System.Text.Json;
using LinkCode.Server.Apps;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.WebUtilities;
using static LinkCode.Tests.OAuth.AppRequest;

namespace LinkCode.Tests.OAuth;

/// <summary>When an app may have a code without a word to the person, and when it may not.</summary>
public sealed class AskingToSignInAgain(BrowserApps fixture) : IClassFixture<BrowserApps>
{
    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("+5")]
    [InlineData("1 ")]
    public async Task A_max_age_that_is_no_number_is_refused(string age)
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address(("max_age", age)));
        Assert.Equal("invalid_request", Query(person)["error"]);
    }

    [Theory]
    [InlineData("99999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("")]
    public async Task A_max_age_without_end_is_met_by_any_session(string age)
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address(("max_age", age)));
        Assert.NotNull(person.Page.QuerySelector("form.pair"));
    }

    [Fact]
    public async Task The_mark_of_a_fresh_sign_in_is_good_for_its_own_request_and_a_quarter_of_an_hour()
    {
        using var person = new TestBrowser(Server);
        var mail = $"{Guid.NewGuid():N}@example.org";
        await Server.AddAccountAsync(mail);
        await person.LookAsync(Address(("prompt", "login")));
        var marked = QueryHelpers.ParseQuery(person.Place.Query)["next"].ToString();
        var mark = QueryHelpers.ParseQuery(marked.Split('?')[1])["lc_asked"].ToString();
        await person.PressAsync("main form.stack button", ("mail", mail), ("password", "a long enough password"));
        Assert.NotNull(person.Page.QuerySelector("form.pair"));

        foreach (var (name, value) in new[] { ("state", "another"), ("nonce", "another"), ("code_challenge", new string('a', 43)) })
        {
            await person.LookAsync(Address(("prompt", "login"), (name, value), ("lc_asked", mark)));
            Assert.Equal("/sign-in", person.Place.AbsolutePath);
        }

        await person.LookAsync(marked);
        Assert.NotNull(person.Page.QuerySelector("form.pair"));
        Server.Clock.Advance(TimeSpan.FromMinutes(15.1));
        await person.LookAsync(marked);
        Assert.Equal("/sign-in", person.Place.AbsolutePath);
    }

    [Fact]
    public async Task A_hint_of_somebody_else_is_never_answered_with_a_code()
    {
        using var ada = await TestBrowser.SignInAsync(Server);
        var hint = await IdTokenAsync(ada);
        using var eve = new TestBrowser(Server);
        var mail = $"{Guid.NewGuid():N}@example.org";
        await Server.AddAccountAsync(mail);
        await eve.SignInAsync(mail);
        await IdTokenAsync(eve);

        await eve.LookAsync(Address(("prompt", "none"), ("id_token_hint", hint)));
        Assert.Equal("login_required", Query(eve)["error"]);
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await eve.LookAsync(Address(("id_token_hint", hint)));
        Assert.Equal("/sign-in", eve.Place.AbsolutePath);

        // Signed in as the wrong one again: the app hears it, and the browser does not go round in circles.
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await eve.PressAsync("main form.stack button", ("mail", mail), ("password", "a long enough password"));
        Assert.Equal("login_required", Query(eve)["error"]);

        await ada.LookAsync(Address(("prompt", "none"), ("id_token_hint", hint)));
        Assert.True(Query(ada).ContainsKey("code"));
    }

    [Fact]
    public async Task A_hint_that_cannot_be_read_is_refused_and_an_old_one_is_not()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        var hint = await IdTokenAsync(person);
        foreach (var wrong in new[] { "garbage", hint[..^8] + "AAAAAAAA", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0." })
        {
            await person.LookAsync(Address(("prompt", "none"), ("id_token_hint", wrong)));
            Assert.Equal("invalid_request", Query(person)["error"]);
        }

        Server.Clock.Advance(TimeSpan.FromHours(1));
        await person.LookAsync(Address(("prompt", "none"), ("id_token_hint", hint)));
        Assert.True(Query(person).ContainsKey("code"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8912/back", "", false)]
    [InlineData("com.example.moss:/back", "", false)]
    [InlineData("https://moss.example/back", "", true)]
    [InlineData("http://127.0.0.1:8912/back", "a secret of thirty-two characters", true)]
    public async Task Only_an_app_that_nobody_can_pass_for_gets_codes_without_a_question(string callback, string secret, bool isRemembered)
    {
        var app = $"moss-{Guid.NewGuid():N}";
        await Server.AddAppAsync(app, new AppSettings { Name = "Moss", Kind = "Cli", Secret = secret, Scopes = "openid profile", RedirectUris = { callback } });
        using var person = await TestBrowser.SignInAsync(Server);
        (string, string)[] request = [("client_id", app), ("redirect_uri", callback), ("scope", "openid profile")];
        await person.LookAsync(Address(request));
        await person.PressAsync("form.pair button[value=yes]");
        var redeemed = await RedeemAsync(Server, Query(person, callback)["code"]!, app, callback, secret.Length > 0 ? [("client_secret", secret)] : []);
        Assert.True(redeemed.Status == HttpStatusCode.OK, redeemed.Body);

        await person.LookAsync(Address([.. request, ("prompt", "none")]));
        Assert.Equal(isRemembered ? null : "consent_required", Query(person, callback).GetValueOrDefault("error"));
        await person.LookAsync(Address(request));
        Assert.Equal(isRemembered, person.Page.QuerySelector("form.pair") is null);
    }

    private async Task<string> IdTokenAsync(TestBrowser person)
    {
        await person.LookAsync(Address());
        await person.PressAsync("form.pair button[value=yes]");
        var answer = await RedeemAsync(Server, Query(person)["code"]!);
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("id_token").GetString()!;
    }
}
