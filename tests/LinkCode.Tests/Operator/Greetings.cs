using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using LinkCode.Server.Operator;
using LinkCode.Server.Platform;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Operator;

/// <summary>What the terminal says when the server answers.</summary>
public sealed partial class Greetings
{
    [Fact]
    public void Production_names_the_address_and_nothing_to_try()
    {
        var words = Greeting.Words(new SiteOptions { PublicUrl = "https://link.example.org" }, isDevelopment: false, isOnLan: true, isPlain: true);
        Assert.Equal("LinkCode is open at https://link.example.org/", words.Trim());
    }

    [Fact]
    public async Task Plain_lan_prints_an_address_of_this_machine_and_its_picture()
    {
        var folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
        try
        {
            var settings = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["LinkCode__DataFolder"] = folder };
            await using var server = ServerProcess.Start(settings, "--urls", $"http://localhost:{Ports.Next()}", "--lan");
            await server.UntilItSaysAsync("by this picture:");
            var address = Open().Match(server.Said).Groups[1].Value;
            Assert.False(IPAddress.IsLoopback(IPAddress.Parse(new Uri(address).Host)));
            Assert.Contains($"Try it: {address}television", server.Said, StringComparison.Ordinal);

            using var phone = new HttpClient();
            Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(new Uri(address))).StatusCode);
            await server.UntilItSaysAsync("▄▄");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_address_that_is_taken_is_said_in_one_line()
    {
        var folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        try
        {
            var settings = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["LinkCode__DataFolder"] = folder, ["Logging__LogLevel__Default"] = "Warning" };
            await using var server = ServerProcess.Start(settings, "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
            Assert.Equal(StartTrouble.ExitCode, await server.EndAsync());
            Assert.Contains("already in use. Choose another one with --urls.", server.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", server.Said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"is open at (http://[0-9.]+:\d+/)")]
    private static partial Regex Open();
}
