using LinkCode.Server.Platform.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Health;

/// <summary>Whether the data folder has room left.</summary>
internal sealed class DiskHealth(IOptions<SiteOptions> site, IOptions<TelemetryOptions> options) : IHealthCheck
{
    private const long Megabyte = 1024 * 1024;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = new DriveInfo(Path.GetFullPath(site.Value.DataFolder)).AvailableFreeSpace / Megabyte;
        var words = $"{free} MB are free.";
        return Task.FromResult(free >= options.Value.LeastFreeMegabytes ? HealthCheckResult.Healthy(words) : HealthCheckResult.Unhealthy(words));
    }
}
