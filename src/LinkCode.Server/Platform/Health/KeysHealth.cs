using LinkCode.Server.Platform.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LinkCode.Server.Platform.Health;

/// <summary>Whether the key files can be read and open with the secret.</summary>
internal sealed class KeysHealth(KeyFolder folder) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        folder.Check();
        return Task.FromResult(HealthCheckResult.Healthy());
    }
}
