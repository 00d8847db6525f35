namespace LinkCode.Server.Codes;

/// <summary>Takes a yes back while the device has not fetched its tokens; afterwards the device itself is removed.</summary>
internal sealed class WithdrawLink(LinkIndex index, LinkStore store, TimeProvider time)
{
    public async Task<bool> RunAsync(LinkRequest link, Guid account)
    {
        if (!await store.WithdrawAsync(link.Id, time.GetUtcNow(), account))
        {
            return false;
        }

        index.Became(link.Id, LinkState.Denied);
        return true;
    }
}
