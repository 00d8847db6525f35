using System.Diagnostics;
using System.Text.Json;
using LinkCode.Tests.Device;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>The command line sample, built from the packed library as a stranger would, against a running server.</summary>
[Collection(nameof(PackedLibrary))]
public sealed class SampleFromThePackage(PackedLibrary library) : IDisposable
{
    private readonly string work = Directory.CreateTempSubdirectory("linkcode-sample-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Fact]
    public async Task It_links_says_who_it_is_lists_devices_and_unlinks()
    {
        await library.BuildAsync(Path.Combine(TestServer.Root(), "samples", "Cli"), Path.Combine(work, "cli"));
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
