using System.IO.Compression;
using System.Xml.Linq;

namespace LinkCode.Tests.Device;

/// <summary>SDK-1: what is in the package.</summary>
[Collection(nameof(PackedLibrary))]
public sealed class Package(PackedLibrary library)
{
    [Fact]
    public async Task It_has_both_targets_its_words_and_no_dependencies()
    {
        await using var package = await ZipFile.OpenReadAsync(Directory.GetFiles(library.Feed, "*.nupkg").Single(), Watching.Stop);
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
}
