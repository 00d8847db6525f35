using LinkCode.Server.Data;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace LinkCode.Server.OAuth;

/// <summary>Reads the keys again when another node has made one.</summary>
internal sealed class KeyNews(IOptionsMonitorCache<OpenIddictServerOptions> server, IOptionsMonitorCache<OpenIddictValidationOptions> validation) : INews
{
    public string Word => "keys";

    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        Forget();
        return ValueTask.CompletedTask;
    }

    public Task CatchUpAsync(bool wasLost, CancellationToken cancellation)
    {
        if (wasLost)
        {
            Forget();
        }

        return Task.CompletedTask;
    }

    private void Forget()
    {
        server.TryRemove(Options.DefaultName);
        validation.TryRemove(Options.DefaultName);
    }
}
