using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace LinkCode.Tests.Device;

/// <summary>SDK-1: what is in the package.</summary>
public sealed class Package
{
    [Fact]
    public async Task It_has_both_targets_its_words_and_no_dependencies()
    {
        var output = Path.Combine(Path.GetTempPath(), "linkcode-pack-" + Guid.NewGuid().ToString("N"));
        try
        {
            await PackAsync(output);
            await using var package = await ZipFile.OpenReadAsync(Directory.GetFiles(output, "*.nupkg").Single(), Watching.Stop);
            var names = package.Entries.Select(entry => entry.FullName).ToList();
            foreach (var target in new[] { "netstandard2.0", "net10.0" })
            {
                Assert.Contains($"lib/{target}/LinkCode.Device.dll", names);
                Assert.Contains($"lib/{target}/LinkCode.Device.xml", names);
            }

            Assert.Contains("README.md", names);
            await using var stream = await package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).OpenAsync(Watching.Stop);
            var described = await XDocument.LoadAsync(stream, LoadOptions.None, Watching.Stop);
            Assert.DoesNotContain(described.Descendants(), element => element.Name.LocalName == "dependency");
            Assert.Equal("Apache-2.0", described.Descendants().Single(element => element.Name.LocalName == "license").Value);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static async Task PackAsync(string output)
    {
        // A build of its own, beside the one under test; the analyzers have had their say there.
        string[] arguments =
        [
            "pack", Path.Combine(Root(), "src", "LinkCode.Device"), "--output", output,
            "-p:UseArtifactsOutput=true", "-p:ArtifactsPath=" + Path.Combine(output, "work"), "-p:RunAnalyzers=false", "--nologo", "-v", "q",
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        using var pack = Process.Start(start)!;
        var said = await pack.StandardOutput.ReadToEndAsync(Watching.Stop);
        await pack.WaitForExitAsync(Watching.Stop);
        Assert.True(pack.ExitCode == 0, said);
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "LinkCode.slnx")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }
}
