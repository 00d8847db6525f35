using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Codes;

/// <summary>Takes back what an account has said yes to and no device has fetched, and what it was about to say yes to: signed out, it must not become a device afterwards.</summary>
internal sealed class WithdrawLinks(LinkCodeDb db, LinkStore store, WithdrawLink withdraw, TimeProvider time) : ILinkedThings
{
    public async Task SignOutAllAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        var links = await db.Set<LinkRequest>().AsNoTracking().Where(link => link.OwnerId == accountId && (link.State == LinkState.Claimed || link.State == LinkState.Approved)).ToListAsync(cancellation);

        // All at once, so that they share commits.
        await Task.WhenAll(links.Select(link => EndAsync(link, accountId, network)));
    }

    // Its yes may come at this moment.
    private async Task EndAsync(LinkRequest link, Guid accountId, string network)
    {
        if (link.State != LinkState.Claimed || !await store.DenyAsync(link.Id, time.GetUtcNow(), accountId))
        {
            await withdraw.RunAsync(link, accountId, network);
        }
    }
}
