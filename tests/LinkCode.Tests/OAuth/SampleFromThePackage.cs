using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>The command line sample, built from the packed library as a stranger would, against a running server.</summary>
public sealed class SampleFromThePackage : IDisposable
{
    private readonly string work = Directory.CreateTempSubdirectory("linkcode-sample-").FullName;

    // A version of its own, so that no package of an earlier run is found in the machine's cache.
    private readonly string version = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(work, recursive: true);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var ours = Path.Combine(packages, "linkcode.device", version);
        if (Directory.Exists(ours))
        {
            Directory.Delete(ours, recursive: true);
        }
    }

    [Fact]
    public async Task It_links_says_who_it_is_lists_devices_and_unlinks()
    {
        await BuildAsync();
        await using var server = await TestServer.StartAsync();
        using var person = await WebPerson.AddAsync(server);
        using (var login = Cli(server, "login", "--json", "--name", "Package test"))
        {
            var ready = JsonDocument.Parse((await login.StandardOutput.ReadLineAsync(Stop))!).RootElement;
            Assert.Equal("code_ready", ready.GetProperty("event").GetString());
            await person.LinkAsync(ready.GetProperty("user_code").GetString()!);
            var rest = await login.StandardOutput.ReadToEndAsync(Stop);
            await login.WaitForExitAsync(Stop);
            Assert.True(login.ExitCode == 0, rest);
            Assert.Contains("\"linked\"", rest, StringComparison.Ordinal);
        }

        Assert.Equal((0, $"Ada Example ({person.Id})"), await RunAsync(server, "whoami"));
        var (_, devices) = await RunAsync(server, "devices");
        Assert.StartsWith("* Package test", devices, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(server, "logout")).Code);
        Assert.Equal(3, (await RunAsync(server, "whoami")).Code);
        var list = await person.GoAsync("/devices");
        Assert.Empty(list.Document.QuerySelectorAll("tbody tr"));
    }

    private async Task BuildAsync()
    {
        var feed = Path.Combine(work, "feed");
        string[] apart = ["-p:RunAnalyzers=false", "-p:UseArtifactsOutput=true", "--nologo", "-v", "q"];
        await DotnetAsync(["pack", Path.Combine(TestServer.Root(), "src", "LinkCode.Device"), "--output", feed, "-p:Version=" + version, "-p:ArtifactsPath=" + Path.Combine(work, "pack"), .. apart]);
        await DotnetAsync(
        [
            "build", Path.Combine(TestServer.Root(), "samples", "Cli"), "--output", Path.Combine(work, "cli"), "-p:UsePackage=true", "-p:LocalFeed=" + feed,
            "-p:DeviceVersion=" + version, "-p:ArtifactsPath=" + Path.Combine(work, "build"), .. apart,
        ]);
    }

    private async Task DotnetAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, said);
    }

    private Process Cli(TestServer server, params string[] arguments)
    {
        var all = (string[])[Path.Combine(work, "cli", "linkcode-cli.dll"), .. arguments, "--server", server.Address.GetLeftPart(UriPartial.Authority)];
        return Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, Environment = { ["LINKCODE_CLI_HOME"] = Path.Combine(work, "home") } })!;
    }

    private async Task<(int Code, string Output)> RunAsync(TestServer server, string command)
    {
        using var process = Cli(server, command);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, output.Trim());
    }
}
