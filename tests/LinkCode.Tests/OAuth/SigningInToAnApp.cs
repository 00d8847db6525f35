using System.Net;
using System.Text.Json;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static LinkCode.Tests.OAuth.AppRequest;

namespace LinkCode.Tests.OAuth;

/// <summary>Single sign-on for apps that have a browser: authorization code with PKCE, and the question to the person.</summary>
public sealed class SigningInToAnApp(BrowserApps fixture) : IClassFixture<BrowserApps>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_signed_out_person_signs_in_says_yes_and_the_app_gets_its_tokens()
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        var id = await Server.AddAccountAsync(mail);
        using var person = new TestBrowser(Server);
        await person.LookAsync(Address());
        Assert.Equal("/sign-in", person.Place.AbsolutePath);
        Assert.Contains("Fernhouse", person.Text, StringComparison.Ordinal);
        await person.PressAsync("main form.stack button", ("mail", mail), ("password", "a long enough password"));
        Assert.Contains("Sign in to Fernhouse?", person.Text, StringComparison.Ordinal);
        Assert.Contains("Fern & Daughters", person.Text, StringComparison.Ordinal);
        Assert.Equal("no", person.Page.QuerySelector("form.pair button")!.GetAttribute("value"));
        Assert.Contains("form-action 'self' https://fern.example;", string.Join(' ', person.Answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        var answer = await AnswerAsync(person, "yes");
        Assert.Equal("a state", answer["state"]);
        Assert.Equal(Server.Address.AbsoluteUri, answer["iss"]);
        var tokens = await RedeemAsync(answer["code"]!);
        var told = Payload(tokens.GetProperty("id_token").GetString()!);
        Assert.Equal("a nonce", told.GetProperty("nonce").GetString());
        Assert.Equal(id.ToString(), told.GetProperty("sub").GetString());
        Assert.True(told.GetProperty("auth_time").GetInt64() > 0);
        Assert.False(told.TryGetProperty("email", out _));
    }

    [Fact]
    public async Task Who_said_yes_is_not_asked_again_until_the_app_wants_more_or_the_person_removes_it()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address());
        await RedeemAsync((await AnswerAsync(person, "yes"))["code"]!);

        await person.LookAsync(Address());
        await RedeemAsync(Query(person)["code"]!);
        await person.LookAsync(Address(("prompt", "none")));
        Assert.True(Query(person).ContainsKey("code"));

        await person.LookAsync(Address(("scope", "openid profile email")));
        Assert.Contains("See your mail address", person.Text, StringComparison.Ordinal);
        await person.LookAsync(Address(("prompt", "consent")));
        Assert.NotNull(person.Page.QuerySelector("form.pair"));

        while ((await person.LookAsync("/devices")).Page.QuerySelector("table") is not null)
        {
            await person.PressAsync("button[name=remove]");
        }

        await person.LookAsync(Address());
        Assert.NotNull(person.Page.QuerySelector("form.pair"));
    }

    [Fact]
    public async Task A_code_of_before_is_dead_after_a_sign_out_everywhere()
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        await Server.AddAccountAsync(mail);
        using var person = new TestBrowser(Server);
        await person.LookAsync(Address());
        await person.PressAsync("main form.stack button", ("mail", mail), ("password", "a long enough password"));
        var code = (await AnswerAsync(person, "yes"))["code"]!;
        await using (var scope = Server.Services.CreateAsyncScope())
        {
            Assert.True(await scope.ServiceProvider.GetRequiredService<LinkCode.Server.Accounts.SignOutEverywhere>().RunAsync(mail, CancellationToken.None));
        }

        Assert.Equal("invalid_grant", (await AppRequest.RedeemAsync(Server, code)).Error);
    }

    [Fact]
    public async Task After_a_new_password_a_session_of_before_gets_no_code()
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        var id = await Server.AddAccountAsync(mail);
        using var person = new TestBrowser(Server);
        await person.LookAsync(Address());
        await person.PressAsync("main form.stack button", ("mail", mail), ("password", "a long enough password"));
        await RedeemAsync((await AnswerAsync(person, "yes"))["code"]!);
        Assert.True(Query(await person.LookAsync(Address())).ContainsKey("code"));

        await using (var scope = Server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Users.Where(account => account.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(account => account.SecurityStamp, "as after a new password"));
        }

        await person.LookAsync(Address());
        Assert.Equal("/sign-in", person.Place.AbsolutePath);
    }

    [Fact]
    public async Task No_is_told_to_the_app()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address());
        var answer = await AnswerAsync(person, "no");
        Assert.Equal("access_denied", answer["error"]);
        Assert.Equal("a state", answer["state"]);
        Assert.Equal(Server.Address.AbsoluteUri, answer["iss"]);
    }

    [Fact]
    public async Task Silence_is_kept_when_the_app_asks_for_it()
    {
        using var person = new TestBrowser(Server);
        await person.LookAsync(Address(("prompt", "none")));
        Assert.Equal("login_required", Query(person)["error"]);
        using var other = await TestBrowser.SignInAsync(Server);
        await other.LookAsync(Address(("prompt", "none")));
        Assert.Equal("consent_required", Query(other)["error"]);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task A_fresh_sign_in_cannot_be_skipped_by_editing_the_address(string parameter, string value)
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        await Server.AddAccountAsync(mail);
        using var person = new TestBrowser(Server);
        await person.SignInAsync(mail);
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.LookAsync(Address((parameter, value)));
        Assert.Equal("/sign-in", person.Place.AbsolutePath);
        var next = QueryHelpers.ParseQuery(person.Place.Query)["next"].ToString();
        await person.LookAsync(next);
        Assert.Equal("/sign-in", person.Place.AbsolutePath);

        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.PressAsync("main form.stack button", ("mail", mail), ("password", "a long enough password"));
        Assert.NotNull(person.Page.QuerySelector("form.pair"));
        Assert.True((await AnswerAsync(person, "yes")).ContainsKey("code"));
    }

    [Theory]
    [InlineData("https://fern.example/callback/")]
    [InlineData("https://fern.example/callback?more=1")]
    [InlineData("https://fern.example.evil.example/callback")]
    [InlineData("http://fern.example/callback")]
    public async Task N50_only_the_exact_address_is_answered(string address)
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address(("redirect_uri", address)));
        Assert.Equal(HttpStatusCode.BadRequest, person.Status);
        Assert.Contains("This sign-in cannot go on", person.Text, StringComparison.Ordinal);
        Assert.NotNull(person.Page.QuerySelector("a[href='/errors/invalid_request']"));
    }

    [Theory]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge", "")]
    [InlineData("response_mode", "form_post")]
    [InlineData("response_type", "token")]
    public async Task What_is_not_safe_is_not_done(string parameter, string value)
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address((parameter, value)));
        Assert.Equal(HttpStatusCode.BadRequest, person.Status);
    }

    [Fact]
    public async Task N72_a_yes_from_elsewhere_is_refused_and_a_question_from_elsewhere_is_asked()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address());
        await person.PressAsync("form.pair button[value=yes]", ("check", "made up"));
        Assert.Equal(HttpStatusCode.BadRequest, person.Status);

        await person.LookAsync(Address());
        person.Page.QuerySelectorAll("form.pair button").ToList().ForEach(button => button.RemoveAttribute("name"));
        await person.PressAsync("form.pair button");
        Assert.NotNull(person.Page.QuerySelector("form.pair"));
    }

    [Fact]
    public async Task A_yes_counts_only_for_the_account_it_was_given_on()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address());
        await person.PressAsync("form.pair button[value=yes]", ("account", Guid.CreateVersion7().ToString()));
        Assert.Equal(HttpStatusCode.OK, person.Status);
        Assert.NotNull(person.Page.QuerySelector("form.pair"));
    }

    [Fact]
    public async Task A_code_used_twice_signs_out_what_it_began()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address());
        var code = (await AnswerAsync(person, "yes"))["code"]!;
        var tokens = await RedeemAsync(code);
        var again = await SendAsync(code);
        Assert.Equal("invalid_grant", again.Error);
        var refresh = await new TestDevice(Server.Program(), "fern").PostAsync(
            "/oauth/token", ("grant_type", "refresh_token"), ("client_id", "fern"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!));
        Assert.Equal("invalid_grant", refresh.Error);
    }

    private static async Task<Dictionary<string, string?>> AnswerAsync(TestBrowser person, string answer)
    {
        await person.PressAsync($"form.pair button[value={answer}]");
        return Query(person);
    }

    private Task<Answer> SendAsync(string code) => AppRequest.RedeemAsync(Server, code);

    private async Task<JsonElement> RedeemAsync(string code)
    {
        var answer = await SendAsync(code);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    private static JsonElement Payload(string token) => JsonDocument.Parse(WebEncoders.Base64UrlDecode(token.Split('.')[1])).RootElement;
}

/// <summary>A server with one app that has a browser.</summary>
public sealed class BrowserApps : IAsyncLifetime
{
    public const string Callback = "https://fern.example/callback";

    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync();
        var settings = new AppSettings { Name = "Fernhouse", Publisher = "Fern & Daughters", Verified = true, Kind = "Browser", Scopes = "openid profile email offline_access" };
        settings.RedirectUris.Add(Callback);
        await Server.AddAppAsync("fern", settings);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
