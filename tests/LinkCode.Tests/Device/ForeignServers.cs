using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>Servers that speak RFC 8628 with an accent (SDK-14).</summary>
public sealed class ForeignServers
{
    [Fact]
    public async Task GitHub_answers_in_forms_with_errors_as_http_200()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(Answer.Form(
            "device_code=3584d83530557fdd1f46af8289938c8ef79f9dc5&expires_in=899&interval=5&user_code=WDJB-MJHT&verification_uri=https%3A%2F%2Fgithub.example%2Flogin%2Fdevice"));
        server.Token = Answer.Script(
            Answer.Form("error=authorization_pending&error_description=The+authorization+request+is+still+pending."),
            Answer.Form("error=slow_down&error_description=Too+many&interval=10"),
            Answer.Form("access_token=gho_16C7e42F292c6912E7710c838347Ae178B4a&token_type=bearer&scope=repo%2Cgist"));
        using var client = server.Client(options => options.Scope = "repo gist");

        var events = await client.AllAsync();

        var linked = Assert.IsType<LinkEvent.Linked>(events[^1]);
        Assert.Equal("gho_16C7e42F292c6912E7710c838347Ae178B4a", await linked.Session.GetAccessTokenAsync(Watching.Stop));
        Assert.Equal("repo,gist", linked.Session.Scope);
        var prompt = Assert.IsType<LinkEvent.CodeReady>(events[0]).Prompt;
        Assert.Null(prompt.CompleteAddress);
        Assert.Equal("github.example/login/device", prompt.ShortAddress);
        Assert.True(server.Polls[2].When - server.Polls[1].When >= TimeSpan.FromSeconds(10), "slow_down named an interval of 10 seconds");
    }

    [Fact]
    public async Task GitHub_spells_the_end_of_a_code_the_other_way_around()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Form("error=token_expired&error_description=Gone"));
        using var client = server.Client(options => options.Renewals = 0);

        Assert.IsType<LinkEvent.Expired>((await client.AllAsync())[^1]);
    }

    [Fact]
    public async Task Google_writes_verification_url_and_wants_a_secret()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(Answer.Json("""
            {"device_code":"4/4-GMMhmHCXhWEzkobqIHGG_EnNYYsAkukHspeYUk9E8","user_code":"GQVQ-JKEC","verification_url":"https://www.google.example/device","expires_in":1800,"interval":5}
            """));
        server.Token = Answer.Script(
            new Answer(428, """{"error":"authorization_pending","error_description":"Precondition Required"}"""),
            new Answer(403, """{"error":"slow_down","error_description":"Forbidden"}"""),
            Answer.Json("""{"access_token":"1/fFAGRNJru1FTz70BzhT3Zg","expires_in":3920,"scope":"openid","token_type":"Bearer","refresh_token":"1/xEoDL4iW3cxlI7yDbSRFYNG01kVKM2C-259HOF2aQbI"}"""));
        using var client = server.Client(options => options.ClientSecret = "not so secret");

        var events = await client.AllAsync();

        Assert.IsType<LinkEvent.Linked>(events[^1]);
        Assert.Equal("google.example/device", Assert.IsType<LinkEvent.CodeReady>(events[0]).Prompt.ShortAddress);
        Assert.All(server.Polls, poll => Assert.Equal("not so secret", poll["client_secret"]));
        Assert.True(server.Polls[2].When - server.Polls[1].When >= TimeSpan.FromSeconds(10), "slow_down without an interval adds 5 seconds to 5");
    }

    [Fact]
    public async Task Google_denies_with_http_403()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(new Answer(403, """{"error":"access_denied","error_description":"Forbidden"}"""));
        using var client = server.Client();

        Assert.IsType<LinkEvent.Denied>((await client.AllAsync())[^1]);
    }

    [Fact]
    public async Task Discord_answers_with_numbers_as_text_and_no_interval()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(Answer.Json("""
            {"device_code":"dd","user_code":"ABCDEFGH","verification_uri":"https://discord.example/activate","verification_uri_complete":"https://discord.example/activate?user_code=ABCDEFGH","expires_in":"300"}
            """));
        server.Token = Answer.Script(
            Answer.Pending,
            Answer.Json("""{"access_token":"6qrZcUqja7812RVdnEKjpzOL4CvHBFG","token_type":"Bearer","expires_in":"604800","refresh_token":"D43f5y0ahjqew82jZ4NViEr2YafMKhue","scope":"identify"}"""));
        using var client = server.Client();

        var events = await client.AllAsync();

        Assert.IsType<LinkEvent.Linked>(events[^1]);
        var ready = Assert.IsType<LinkEvent.CodeReady>(events[0]);
        Assert.Equal("ABCD-EFGH", ready.Prompt.GroupedCode);
        Assert.Equal(TimeSpan.FromSeconds(5), ready.Link.Interval);
        Assert.Equal(TimeSpan.FromMinutes(5), ready.Prompt.Lifetime);
    }

    [Fact]
    public async Task Any_server_is_sent_a_challenge_facts_and_plain_form_fields()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        using var client = server.Client(options =>
        {
            options.Scope = "openid";
            options.UserAgent = "Player/2.1";
            options.Device.Name = "Living room & kitchen";
            options.Device.Type = "tv";
        });

        await client.AllAsync();

        var asked = Assert.Single(server.At("/code"));
        Assert.Equal("living-room", asked["client_id"]);
        Assert.Equal("S256", asked["code_challenge_method"]);
        Assert.Equal("Living room & kitchen", asked["device_name"]);
        Assert.Equal("tv", asked["device_type"]);
        Assert.Equal(32, asked["device_id"]!.Length);
        Assert.False(asked.Form.ContainsKey("device_model"), "a fact that is not known is left out");
        Assert.StartsWith("Player/2.1 LinkCode.Device/", asked.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal("application/x-www-form-urlencoded", asked.Header("Content-Type"));
        var poll = Assert.Single(server.Polls);
        var challenge = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(poll["code_verifier"]!)));
        Assert.Equal(asked["code_challenge"], challenge.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        Assert.Equal("urn:ietf:params:oauth:grant-type:device_code", poll["grant_type"]);
        Assert.Equal("dc-1", poll["device_code"]);
    }

    [Theory]
    [InlineData("invalid_client", "Tell the maker of this app.")]
    [InlineData("something_new", "Try again later. If it stays so, tell the maker of this app.")]
    public async Task A_refusal_is_told_to_programs_people_and_developers(string word, string next)
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(new Answer(401, $$"""{"error":"{{word}}","error_description":"No such app","error_uri":"https://foreign.example/e"}"""));
        using var client = server.Client();

        var failure = (await Assert.ThrowsAsync<LinkException>(() => client.StartAsync(Watching.Stop))).Failure;

        Assert.Equal(word, failure.Code);
        Assert.Equal(next, failure.NextStep);
        Assert.Contains("No such app", failure.Hint, StringComparison.Ordinal);
        Assert.Equal("https://foreign.example/e", failure.HelpAddress);
    }

    [Theory]
    [InlineData("""{"device_code":"a","user_code":"b"}""")]
    [InlineData("""{"device_code":"a","user_code":"b","verification_uri":"javascript:alert(1)"}""")]
    [InlineData("""{"user_code":"b","verification_uri":"https://foreign.example"}""")]
    public async Task An_answer_without_what_a_person_needs_is_refused(string body)
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(Answer.Json(body));
        using var client = server.Client();

        Assert.Equal("bad_answer", (await Assert.ThrowsAsync<LinkException>(() => client.StartAsync(Watching.Stop))).Failure.Code);
    }
}
