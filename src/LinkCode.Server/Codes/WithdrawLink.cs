using LinkCode.Server.Activity;

namespace LinkCode.Server.Codes;

/// <summary>Takes a yes back while the device has not fetched its tokens; afterwards the device itself is removed.</summary>
internal sealed class WithdrawLink(LinkStore store, AuditTrail trail, TimeProvider time)
{
    public Task<bool> RunAsync(LinkRequest link, Guid account, string network)
    {
        var happened = new AuditEvent { What = Happenings.Withdrawn, AccountId = account, AppId = link.AppId, DeviceId = link.DeviceId, Network = network };
        return store.WithdrawAsync(link.Id, time.GetUtcNow(), account, batch => trail.Record(batch, happened));
    }
}
