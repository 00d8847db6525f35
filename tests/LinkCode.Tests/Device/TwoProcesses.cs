namespace LinkCode.Tests.Device;

/// <summary>Several processes share one link: the command line sample, started for real.</summary>
public sealed class TwoProcesses : IDisposable
{
    private readonly CommandLine cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Four_processes_with_an_old_token_refresh_it_once()
    {
        await using var server = await RotatingServer.StartAsync();
        var login = await cli.RunAsync(server.Address, "login");
        Assert.Equal(0, login.Code);
        Assert.Equal(["code_ready", "linked"], login.Output.Where(line => !line.Contains("\"waiting\"", StringComparison.Ordinal)).Select(Event));

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cli.RunAsync(server.Address, "whoami")));

        Assert.All(all, run => Assert.Equal("Ada (42)", Assert.Single(run.Output)));
        Assert.Equal(1, server.Refreshes);
        Assert.Equal(0, server.WrongTokens);
    }

    [Fact]
    public async Task The_sample_lists_devices_and_unlinks_itself()
    {
        await using var server = await RotatingServer.StartAsync();
        Assert.Equal(3, (await cli.RunAsync(server.Address, "devices")).Code);
        await cli.RunAsync(server.Address, "login", "--name", "Study");

        var devices = await cli.RunAsync(server.Address, "devices");
        Assert.StartsWith("* Study", Assert.Single(devices.Output), StringComparison.Ordinal);
        Assert.Equal(0, (await cli.RunAsync(server.Address, "logout")).Code);
        Assert.Equal(1, server.Revocations);
        Assert.Equal(3, (await cli.RunAsync(server.Address, "whoami")).Code);
    }

    private static string Event(string line) => line.Split('"')[3];
}
