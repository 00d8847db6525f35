namespace LinkCode.Server.Devices;

/// <summary>Undo of a removal, for a minute: the device goes on as if nothing had happened.</summary>
internal sealed class RestoreDevice(DeviceStore store, RemovedDevices removed, TimeProvider time)
{
    /// <summary>How long a removal can be undone.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    public async Task<bool> RunAsync(Guid deviceId, Guid accountId, string network)
    {
        var since = time.GetUtcNow() - Window;
        if (!await store.RestoreAsync(deviceId, accountId, since, network))
        {
            return await store.UnclearAsync(deviceId, accountId, since, network);
        }

        removed.Forget(deviceId);
        return true;
    }
}
