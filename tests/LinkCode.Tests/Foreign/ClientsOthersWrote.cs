using System.Diagnostics;
using System.Text.Json;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Foreign;

/// <summary>openid-client 6 and oauth4webapi 3, unchanged, over https. They need Node 20 or newer; <c>./do test</c> says so where there is none.</summary>
public sealed class ClientsOthersWrote(HttpsFixture fixture) : IClassFixture<HttpsFixture>
{
    public static bool HasNode => Environment.GetEnvironmentVariable("LINKCODE_NODE") != "no" && Directory.Exists(Path.Combine(TestServer.Root(), "tests", "foreign", "node_modules"));

    private TestServer Server => fixture.Server;

    [Theory(Skip = "Node 20 or newer is not here", SkipUnless = nameof(HasNode))]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task Links_reads_refreshes_and_revokes(string client)
    {
        var person = await Person.AddAsync(Server);
        using var script = Start(client, "device");
        var asked = await ReadAsync(script);
        Assert.Equal(new Uri(Server.Address, "link").AbsoluteUri, asked.GetProperty("uri").GetString());
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(asked.GetProperty("code").GetString()!));
        await AnswerAsync(script, "{}");
        var result = await ReadAsync(script);
        Assert.Equal(person.Id.ToString(), result.GetProperty("sub").GetString());
        Assert.Equal(person.Id.ToString(), result.GetProperty("idToken").GetString());
        Assert.Equal("Ada Example", result.GetProperty("name").GetString());
        Assert.True(result.GetProperty("rotated").GetBoolean());
        Assert.Equal("invalid_grant", result.GetProperty("after").GetString());
    }

    [Theory(Skip = "Node 20 or newer is not here", SkipUnless = nameof(HasNode))]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task X2_links_reads_and_refreshes_with_a_key(string client)
    {
        await Server.AddAppAsync("foreign-key", new AppSettings { Name = "Others' keys", DPoP = true });
        var person = await Person.AddAsync(Server);
        using var script = Start(client, "dpop", app: "foreign-key");
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync((await ReadAsync(script)).GetProperty("code").GetString()!));
        await AnswerAsync(script, "{}");
        var result = await ReadAsync(script);
        Assert.Equal(person.Id.ToString(), result.GetProperty("sub").GetString());
        Assert.Equal(person.Id.ToString(), result.GetProperty("again").GetString());
        Assert.Equal("dpop", result.GetProperty("type").GetString());
        Assert.Equal("invalid_dpop_proof", result.GetProperty("bare").GetString());
    }

    [Theory(Skip = "Node 20 or newer is not here", SkipUnless = nameof(HasNode))]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task Is_told_of_a_no(string client)
    {
        var person = await Person.AddAsync(Server);
        using var script = Start(client, "denied");
        var code = (await ReadAsync(script)).GetProperty("code").GetString()!;
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(code));
        Assert.IsType<DecideAnswer.Done>(await person.DenyAsync(code));
        await AnswerAsync(script, "{}");
        Assert.Equal("access_denied", (await ReadAsync(script)).GetProperty("error").GetString());
    }

    [Theory(Skip = "Node 20 or newer is not here", SkipUnless = nameof(HasNode))]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task Is_told_that_the_code_ran_out(string client)
    {
        // A server of its own, because this test moves the clock past every code.
        await using var server = await TestServer.StartAsync(https: true);
        using var script = Start(client, "expired", server);
        await ReadAsync(script);
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        await AnswerAsync(script, "{}");
        Assert.Equal("expired_token", (await ReadAsync(script)).GetProperty("error").GetString());
    }

    [Theory(Skip = "Node 20 or newer is not here", SkipUnless = nameof(HasNode))]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task Signs_in_with_a_browser_by_code_and_PKCE(string client)
    {
        // Nobody serves the app's address; what counts is where the browser was sent.
        var back = new Uri(Server.Address, $"nowhere/{client}").AbsoluteUri;
        await Server.AddAppAsync(client, new AppSettings { Name = "A web app", Kind = "Browser", RedirectUris = { back } });
        using var person = await WebPerson.AddAsync(Server);
        using var script = Start(client, "code", null, client, back);
        var consent = await person.GoAsync((await ReadAsync(script)).GetProperty("go").GetString()!);
        Assert.Equal("/oauth/authorize", consent.Path);
        var arrived = await person.PressAsync(consent, "answer", "yes");
        Assert.StartsWith(back + "?", arrived.Address.AbsoluteUri, StringComparison.Ordinal);
        await AnswerAsync(script, JsonSerializer.Serialize(new { back = arrived.Address.AbsoluteUri }));
        var result = await ReadAsync(script);
        Assert.Equal(person.Id.ToString(), result.GetProperty("sub").GetString());
        Assert.Equal("Ada Example", result.GetProperty("name").GetString());
        Assert.True(result.GetProperty("refreshed").GetBoolean());
    }

    private Process Start(string client, string scenario, TestServer? server = null, string app = "demo-tv", params string[] more)
    {
        server ??= Server;
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Path.Combine(TestServer.Root(), "tests", "foreign"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["NODE_EXTRA_CA_CERTS"] = Path.Combine(server.Folder, "certificate.pem") },
        };
        foreach (var argument in (string[])[client + ".mjs", scenario, server.Address.AbsoluteUri, app, .. more])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<JsonElement> ReadAsync(Process script)
    {
        var line = await script.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(line is not null, "the script ended without an answer");
        return JsonDocument.Parse(line).RootElement;
    }

    private static Task AnswerAsync(Process script, string json) => script.StandardInput.WriteLineAsync(json);
}

/// <summary>One https server for these tests.</summary>
public sealed class HttpsFixture : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(https: true);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
