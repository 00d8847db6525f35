using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;

namespace LinkCode.Server.Devices;

/// <summary>Makes the device out of an approved request, in one transaction with its redemption.</summary>
internal sealed class LinkDevice(RedeemLink redeem, DeviceStore store, ListDevices list, RemovedDevices removed, TimeProvider time, ILogger<LinkDevice> log)
{
    /// <summary>The device as it was written; null when somebody else was first, or the approval was taken back.</summary>
    public async Task<Device?> RunAsync(LinkRequest link, AppCard app)
    {
        var device = new Device
        {
            Id = link.DeviceId,
            AccountId = link.OwnerId!.Value,
            AppId = link.AppId,
            Name = link.Facts.Name.Length > 0 ? link.Facts.Name : app.Name,
            Model = link.Facts.Model,
            AppVersion = link.Facts.AppVersion,
            InstallationId = link.Facts.InstallationId,
            Scopes = link.Scopes,
            How = link.How,
            LinkedAt = time.GetUtcNow(),
            LinkedFromNetwork = link.Network,
            Generation = 1,
        };
        if (!await redeem.RunAsync(link, batch => store.Insert(batch, device)))
        {
            return null;
        }

        await NoteReplacedAsync(device);
        return device;
    }

    // Asked for only now: another link of the installation may have been stored in the very same commit. Whoever hung up is replaced all the same.
    private async Task NoteReplacedAsync(Device device)
    {
        try
        {
            (await list.FindReplacedAsync(device, CancellationToken.None)).ForEach(removed.Add);
        }
        catch (Exception error) when (StoreTrouble.Is(error))
        {
            // The rows say it already, and the new device has to get its tokens; what the old one holds ends with its time.
            log.ReplacedUnread(error, device.Id);
        }
    }
}
