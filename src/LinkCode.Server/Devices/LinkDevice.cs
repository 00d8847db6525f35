using LinkCode.Server.Apps;
using LinkCode.Server.Codes;

namespace LinkCode.Server.Devices;

/// <summary>Makes the device out of an approved request, in one transaction with its redemption.</summary>
internal sealed class LinkDevice(RedeemLink redeem, ListDevices list, RemovedDevices removed, TimeProvider time)
{
    /// <summary>The device as it was written; null when somebody else was first, or the approval was taken back.</summary>
    public async Task<Device?> RunAsync(LinkRequest link, AppCard app, CancellationToken cancellation)
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
        var replaced = await list.FindInstallationAsync(device, cancellation);
        if (!await redeem.RunAsync(link, batch => DeviceStore.Insert(batch, device)))
        {
            return null;
        }

        replaced.ForEach(removed.Add);
        return device;
    }
}
