namespace LinkCode.Server.Devices;

/// <summary>Gives a device the name its owner wants.</summary>
internal sealed class RenameDevice(DeviceStore store)
{
    public Task<bool> RunAsync(Guid deviceId, Guid accountId, string name, string network) => store.RenameAsync(deviceId, accountId, name, network);
}
