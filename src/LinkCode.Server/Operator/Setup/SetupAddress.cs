using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Operator.Setup;

/// <summary>Tells the one-time setup address at start, as long as nobody has an account here.</summary>
internal sealed class SetupAddress(IServiceScopeFactory scopes, SetupFile file, IOptions<SiteOptions> site) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<OfferSetup>().RunAsync(LastKey(), cancellationToken) is not { } key)
        {
            file.Delete();
            return;
        }

        var address = site.Value.Link($"/setup?key={key.InLink}");
        file.Write(address);

        // A terminal forgets; what a service manager or a pipe takes is kept and sent elsewhere, so there only the file is named.
        var (how, where) = Console.IsOutputRedirected ? ("The address that makes the first operator is in this file", file.Path) : ("Open this address to make the first operator", address);
        await Console.Out.WriteLineAsync($"{Environment.NewLine}  Nobody has an account here yet. {how}; it works once, for one day:{Environment.NewLine}  {where}{Environment.NewLine}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string? LastKey() => Uri.TryCreate(file.Read(), UriKind.Absolute, out var address)
        ? QueryHelpers.ParseQuery(address.Query).GetValueOrDefault("key").ToString()
        : null;
}
