using LinkCode.Server.Data;

namespace LinkCode.Server.Codes;

/// <summary>Turns an approval into a device, exactly once: the mark and the device row are one transaction.</summary>
internal sealed class RedeemLink(LinkStore store, TimeProvider time)
{
    public Task<bool> RunAsync(LinkRequest link, Action<WriteBatch> writeDevice) => store.RedeemAsync(link, time.GetUtcNow(), writeDevice);
}
