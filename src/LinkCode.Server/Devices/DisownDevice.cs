namespace LinkCode.Server.Devices;

/// <summary>"This wasn't me": removes the device for good, and tells the people who run this site.</summary>
internal sealed class DisownDevice(RemoveDevice remove, ILogger<DisownDevice> log)
{
    public async Task<bool> RunAsync(Device device, string network)
    {
        if (!await remove.RunAsync(device.Id, device.AccountId, RemovedBy.NotMine, network))
        {
            return false;
        }

        log.NotMine(device.Id, device.LinkedFromNetwork);
        return true;
    }
}
