using System.Diagnostics;

namespace LinkCode.Tests.Device;

/// <summary>Several processes share one link: the command line sample, started for real.</summary>
public sealed class TwoProcesses : IDisposable
{
    private readonly string home = Path.Combine(Path.GetTempPath(), "linkcode-cli-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }
    }

    [Fact]
    public async Task Four_processes_with_an_old_token_refresh_it_once()
    {
        await using var server = await RotatingServer.StartAsync();
        var login = await RunAsync(server.Address, "login");
        Assert.Equal(0, login.Code);
        Assert.Equal(["code_ready", "linked"], login.Output.Where(line => !line.Contains("\"waiting\"", StringComparison.Ordinal)).Select(Event));

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(server.Address, "whoami")));

        Assert.All(all, run => Assert.Equal("Ada (42)", Assert.Single(run.Output)));
        Assert.Equal(1, server.Refreshes);
        Assert.Equal(0, server.WrongTokens);
    }

    [Fact]
    public async Task The_sample_lists_devices_and_unlinks_itself()
    {
        await using var server = await RotatingServer.StartAsync();
        Assert.Equal(3, (await RunAsync(server.Address, "devices")).Code);
        await RunAsync(server.Address, "login", "--name", "Study");

        var devices = await RunAsync(server.Address, "devices");
        Assert.StartsWith("* Study", Assert.Single(devices.Output), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(server.Address, "logout")).Code);
        Assert.Equal(1, server.Revocations);
        Assert.Equal(3, (await RunAsync(server.Address, "whoami")).Code);
    }

    private static string Event(string line) => line.Split('"')[3];

    private async Task<(int Code, string[] Output)> RunAsync(string server, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "linkcode-cli.dll"), .. arguments, "--server", server, "--client", "living-room"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LINKCODE_CLI_HOME"] = home;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Watching.Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Watching.Stop);
        await process.WaitForExitAsync(Watching.Stop);
        var said = await errors;
        TestContext.Current.TestOutputHelper?.WriteLine($"{arguments[0]}: {process.ExitCode} {output} {said}");
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
