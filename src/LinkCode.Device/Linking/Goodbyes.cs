namespace LinkCode.Device;

/// <summary>Takes codes back that nobody waits for any more, without making anybody wait for it.</summary>
internal sealed class Goodbyes(Exchange exchange, Discovery discovery, Vault vault)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly object gate = new();
    private Task all = Task.CompletedTask;

    /// <summary>Completes when everything said so far is through.</summary>
    public Task Settled
    {
        get
        {
            lock (gate)
            {
                return all;
            }
        }
    }

    public void Say(PendingLink link) => Remember(RevokeAsync(link));

    public void Say(Task<Started> starting) => Remember(RevokeAsync(starting));

    /// <summary>Revokes the device code at the revocation endpoint. True if the server confirmed it.</summary>
    public async Task<bool> RevokeAsync(PendingLink link)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            link.End ??= new LinkEvent.Expired();
            await vault.KeepPendingAsync(null).ConfigureAwait(false);
            return await exchange.RevokeAsync(discovery, link.DeviceCode, "device_code", limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RevokeAsync(Task<Started> starting)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            if (await starting.WaitAsync(limit.Token).ConfigureAwait(false) is Started.Ready { Link: var link })
            {
                await RevokeAsync(link).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server is too slow to be waited for; a code that comes now runs out by itself.
        }
    }

    private void Remember(Task goodbye)
    {
        lock (gate)
        {
            all = Task.WhenAll(all, goodbye);
        }
    }
}
