using System.Diagnostics.Metrics;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform.Telemetry;

namespace LinkCode.Server.Devices;

/// <summary>Measures what devices do with their refresh tokens.</summary>
internal sealed class DevicesMeter
{
    private readonly Counter<long> refreshes;
    private readonly Counter<long> replays;

    public DevicesMeter(IMeterFactory meters)
    {
        var meter = meters.Ours();
        refreshes = meter.CreateCounter<long>("linkcode.refreshes", "{request}", "Refresh tokens exchanged, by what the app runs on");
        replays = meter.CreateCounter<long>("linkcode.refresh.replays", "{request}", "Old refresh tokens that came again and ended their device, by what the app runs on");
    }

    public void Refreshed(AppCard app) => refreshes.Add(1, Kind(app));

    public void Replayed(AppCard app) => replays.Add(1, Kind(app));

    private static KeyValuePair<string, object?> Kind(AppCard app) => KeyValuePair.Create(Measures.AppKind, (object?)app.Kind.ToString().ToLowerInvariant());
}
