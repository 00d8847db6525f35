namespace LinkCode.Tests.Device;

/// <summary>The command line sample says one plain sentence where something is wrong, and never shows a stack.</summary>
public sealed class SampleInTrouble : IDisposable
{
    private readonly CommandLine cli = new();

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("login")]
    [InlineData("whoami")]
    [InlineData("devices")]
    [InlineData("logout")]
    public async Task An_address_that_is_none(string command)
    {
        var run = await cli.RunAsync("foo", command);

        Assert.Equal(2, run.Code);
        Assert.StartsWith("The server's address has to begin with", Assert.Single(run.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_cannot_be_made()
    {
        Directory.CreateDirectory(cli.Home);
        var file = Path.Combine(cli.Home, "file");
        await File.WriteAllTextAsync(file, "", Watching.Stop);
        using var lost = new CommandLine { Home = Path.Combine(file, "home") };

        var run = await lost.RunAsync("http://127.0.0.1:9", "whoami");

        Assert.Equal(1, run.Code);
        Assert.StartsWith("The link cannot be kept on this machine.", Assert.Single(run.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_list_of_devices()
    {
        await using var server = await ForeignServer.StartAsync();
        await LinkAsync(server);
        server.Document = seen => Task.FromResult(seen.Path == "/account/devices" ? Answer.Json("[]") : Describe(server));

        var run = await cli.RunAsync(server.Address, "devices");

        Assert.Equal(1, run.Code);
        Assert.StartsWith("The server gave an answer that makes no sense here.", Assert.Single(run.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login", "Stopped. The code no longer works.", "/token")]
    [InlineData("whoami", "Stopped.", "/me")]
    [InlineData("logout", null, "/revoke")]
    public async Task Ctrl_C_speaks_of_a_code_only_where_there_was_one(string command, string? sentence, string place)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no way to press Ctrl+C for another process.");
            return;
        }

        await using var server = await ForeignServer.StartAsync();
        if (command != "login")
        {
            await LinkAsync(server);
        }

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task<Answer> Never(Seen seen)
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, seen.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return Answer.Lost;
        }

        server.Document = seen => seen.Path == place ? Never(seen) : Task.FromResult(Describe(server));
        server.Token = Never;
        server.Revocation = command == "logout" ? Never : server.Revocation;

        var run = await cli.RunAsync(server.Address, reached.Task, command);

        Assert.Equal(130, run.Code);
        Assert.Equal(sentence is null ? [] : [sentence], run.Errors);
        if (command == "logout")
        {
            Assert.StartsWith("Unlinked here.", Assert.Single(run.Output), StringComparison.Ordinal);
            Assert.Equal(3, (await cli.RunAsync(server.Address, "whoami")).Code);
        }
    }

    private static Answer Describe(ForeignServer server) => Answer.Json($$"""
        {"issuer":"{{server.Address}}","device_authorization_endpoint":"{{server.Address}}/code","token_endpoint":"{{server.Address}}/token",
        "revocation_endpoint":"{{server.Address}}/revoke","userinfo_endpoint":"{{server.Address}}/me"}
        """);

    private async Task LinkAsync(ForeignServer server)
    {
        server.Code = Answer.Script(Answer.Json(
            """{"device_code":"dc","user_code":"WDJB-MJHT","verification_uri":"https://foreign.example/device","expires_in":60,"interval":1}"""));
        server.Token = Answer.Script(Answer.Tokens);
        server.Document = _ => Task.FromResult(Describe(server));
        Assert.Equal(0, (await cli.RunAsync(server.Address, "login")).Code);
    }
}
