using LinkCode.Server.Apps;

namespace LinkCode.Server.Devices.LookingThrough;

/// <summary>An app that may read something of an account, by its devices.</summary>
/// <param name="App">The app, or null when it is gone.</param>
/// <param name="Allowed">What it may do on any of them, as scopes to tell.</param>
/// <param name="Devices">Its devices, last used first.</param>
internal sealed record LinkedApp(AppCard? App, IReadOnlyList<string> Allowed, IReadOnlyList<DeviceLine> Devices);

/// <summary>What is linked to an account, app by app; the app that was used last comes first.</summary>
internal sealed class ListReaders(ListDevices list, DeviceLines lines)
{
    public async Task<IReadOnlyList<LinkedApp>> RunAsync(Guid accountId, CancellationToken cancellation)
    {
        var devices = await list.RunAsync(accountId, 0, int.MaxValue, cancellation);
        return [.. devices.Select(lines.Of).GroupBy(line => line.Device.AppId).Select(group => new LinkedApp(
            group.First().App,
            [.. Scopes.ToTell(string.Join(' ', group.Select(line => line.Device.Scopes)))],
            [.. group]))];
    }
}
