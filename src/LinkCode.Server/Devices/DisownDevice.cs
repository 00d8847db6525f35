using LinkCode.Server.Activity;

namespace LinkCode.Server.Devices;

/// <summary>"This wasn't me": removes the device for good, and tells the people who run this site.</summary>
internal sealed class DisownDevice(RemoveDevice remove, AuditTrail trail, ILogger<DisownDevice> log)
{
    /// <summary>The word of this in the audit trail.</summary>
    public const string Happened = "device.not-mine";

    public async Task<bool> RunAsync(Device device, string network)
    {
        var happened = new AuditEvent { What = Happened, AccountId = device.AccountId, AppId = device.AppId, DeviceId = device.Id, Network = network };
        if (!await remove.RunAsync(device.Id, device.AccountId, RemovedBy.NotMine, batch => trail.Record(batch, happened)))
        {
            return false;
        }

        log.NotMine(device.Id, device.LinkedFromNetwork);
        return true;
    }
}
