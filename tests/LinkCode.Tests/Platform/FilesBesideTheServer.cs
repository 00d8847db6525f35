using System.Globalization;
using LinkCode.Tests.Faults;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Platform;

/// <summary>The files it comes with cost nothing that other programs may have used up.</summary>
public sealed class FilesBesideTheServer
{
    [Fact]
    public async Task Are_never_watched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems count watches in another way.");
        var folder = Directory.CreateTempSubdirectory("linkcode-watches-").FullName;
        try
        {
            using var server = new ServerProcess(folder, Ports.Next());
            await server.StartAsync();
            using var browser = new HttpClient { BaseAddress = server.Address };
            foreach (var page in (string[])["/", "/link", "/link.css", "/television"])
            {
                using var answer = await browser.GetAsync(page);
                answer.EnsureSuccessStatusCode();
            }

            var open = new DirectoryInfo($"/proc/{server.ProcessId.ToString(CultureInfo.InvariantCulture)}/fd").GetFiles().Select(file => file.LinkTarget).ToList();
            Assert.Contains(open, target => target is not null && target.StartsWith("socket:", StringComparison.Ordinal));
            Assert.DoesNotContain(open, target => target is not null && target.Contains("inotify", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
