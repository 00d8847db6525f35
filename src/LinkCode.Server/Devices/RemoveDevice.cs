using LinkCode.Server.Data;

namespace LinkCode.Server.Devices;

/// <summary>Removes a device: its next refresh is refused at once, its access tokens within the same second.</summary>
internal sealed class RemoveDevice(DeviceStore store, RemovedDevices removed, TimeProvider time)
{
    /// <param name="network">Where it is asked for, or empty.</param>
    /// <param name="tell">What else tells of it, in the same commit.</param>
    public async Task<bool> RunAsync(Guid deviceId, Guid accountId, RemovedBy by, string network, Action<WriteBatch>? tell = null)
    {
        var now = time.GetUtcNow();
        if (!await store.RemoveAsync(deviceId, accountId, now, by, network, tell))
        {
            // What its owner signed out before is signed out already and only leaves the list.
            return by is RemovedBy.Person or RemovedBy.NotMine
                && await store.ClearAsync(deviceId, accountId, now, by == RemovedBy.Person ? RemovedBy.Cleared : by, network, tell);
        }

        removed.Add(deviceId);
        return true;
    }
}
