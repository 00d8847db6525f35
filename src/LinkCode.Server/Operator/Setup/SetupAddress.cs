using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Operator.Setup;

/// <summary>Prints the one-time setup address at start, as long as nobody has an account here.</summary>
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

        // To the terminal and not to the log, which may be kept and sent elsewhere.
        await Console.Out.WriteLineAsync($"{Environment.NewLine}  Nobody has an account here yet. Open this address to make the first operator; it works once, for one day:{Environment.NewLine}  {address}{Environment.NewLine}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string? LastKey() => Uri.TryCreate(file.Read(), UriKind.Absolute, out var address)
        ? QueryHelpers.ParseQuery(address.Query).GetValueOrDefault("key").ToString()
        : null;
}
