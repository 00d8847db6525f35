using LinkCode.Device;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Operator;

/// <summary>Prints where to go once the server answers: to the terminal, for the person who started it.</summary>
internal sealed class Greeting(IHostApplicationLifetime lifetime, IOptions<SiteOptions> site, IHostEnvironment environment, IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Console.Out.WriteLine(Words(site.Value, environment.IsDevelopment(), PublicUrl.IsOnLan(configuration), Console.IsOutputRedirected)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static string Words(SiteOptions site, bool isDevelopment, bool isOnLan, bool isPlain)
    {
        List<string> lines = ["", $"  {site.SiteName} is open at {site.Address}"];
        if (isDevelopment)
        {
            lines.Add($"  Try it: {site.Link("television")}");
        }

        if (isDevelopment && isOnLan)
        {
            // Colours make the picture readable on light terminals too; a file or a pipe gets none.
            var style = isPlain ? QrTerminalStyle.HalfBlocks : QrTerminalStyle.HalfBlocksColored;
            lines.Add("  A phone on the same Wi-Fi can open it by this picture:");
            lines.Add(QrCode.Encode(site.Address.AbsoluteUri).ToTerminalText(style));
        }

        return string.Join(Environment.NewLine, lines);
    }
}
