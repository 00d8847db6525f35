namespace LinkCode.Server.Devices;

/// <summary>Removes a device: its next refresh is refused at once, its access tokens within the same second.</summary>
internal sealed class RemoveDevice(DeviceStore store, RemovedDevices removed, TimeProvider time)
{
    public async Task<bool> RunAsync(Guid deviceId, Guid accountId, RemovedBy by)
    {
        if (!await store.RemoveAsync(deviceId, accountId, time.GetUtcNow(), by))
        {
            return false;
        }

        removed.Add(deviceId);
        return true;
    }
}
