using LinkCode.Server.Data;

namespace LinkCode.Server.Codes;

/// <summary>Turns an approval into a device, exactly once: the mark and the device row are one transaction.</summary>
internal sealed class RedeemLink(LinkIndex index, LinkStore store, TimeProvider time)
{
    public async Task<bool> RunAsync(LinkRequest link, Action<WriteBatch> writeDevice)
    {
        if (!await store.RedeemAsync(link, time.GetUtcNow(), writeDevice))
        {
            return false;
        }

        if (index.TryFind(link.Id, out var entry))
        {
            entry.Became(LinkState.Redeemed, link.ExpiresAt);
        }

        return true;
    }
}
