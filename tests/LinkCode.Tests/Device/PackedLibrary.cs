using System.Diagnostics;
using System.Globalization;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Device;

/// <summary>The device library, packed as for a feed: once, for all that look into the package or build with it.</summary>
[CollectionDefinition(nameof(PackedLibrary))]
public sealed class PackedLibrary : IAsyncLifetime, ICollectionFixture<PackedLibrary>
{
    // A build of its own, beside the one under test; the analyzers have had their say there.
    private static readonly string[] Apart = ["-p:RunAnalyzers=false", "-p:UseArtifactsOutput=true", "--nologo", "-v", "q"];
    private readonly string work = Directory.CreateTempSubdirectory("linkcode-pack-").FullName;

    /// <summary>A version of its own, so that no package of an earlier run is found in the machine's cache.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");

    /// <summary>The folder with the package, which serves as a feed.</summary>
    public string Feed => Path.Combine(work, "feed");

    public async ValueTask InitializeAsync() =>
        await DotnetAsync(["pack", Path.Combine(TestServer.Root(), "src", "LinkCode.Device"), "--output", Feed, "-p:Version=" + Version, "-p:ArtifactsPath=" + Path.Combine(work, "pack"), .. Apart]);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(work, recursive: true);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var ours = Path.Combine(packages, "linkcode.device", Version);
        if (Directory.Exists(ours))
        {
            Directory.Delete(ours, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Builds a project that uses the package, as a stranger would, into <paramref name="folder"/>.</summary>
    public Task BuildAsync(string project, string folder) => DotnetAsync(
    [
        "build", project, "--output", folder, "-p:UsePackage=true", "-p:LocalFeed=" + Feed, "-p:DeviceVersion=" + Version, "-p:ArtifactsPath=" + Path.Combine(work, "build"), .. Apart,
    ]);

    private static async Task DotnetAsync(string[] arguments)
    {
        var stop = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        Assert.True(process.ExitCode == 0, said);
    }
}
