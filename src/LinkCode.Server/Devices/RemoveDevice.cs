using LinkCode.Server.Data;

namespace LinkCode.Server.Devices;

/// <summary>Removes a device: its next refresh is refused at once, its access tokens within the same second.</summary>
internal sealed class RemoveDevice(DeviceStore store, RemovedDevices removed, TimeProvider time)
{
    public async Task<bool> RunAsync(Guid deviceId, Guid accountId, RemovedBy by, Action<WriteBatch>? tell = null)
    {
        var now = time.GetUtcNow();
        if (!await store.RemoveAsync(deviceId, accountId, now, by, tell))
        {
            // What its owner signed out before is signed out already and only leaves the list.
            return by is RemovedBy.Person or RemovedBy.NotMine
                && await store.ClearAsync(deviceId, accountId, now, by == RemovedBy.Person ? RemovedBy.Cleared : by, tell);
        }

        removed.Add(deviceId);
        return true;
    }
}
