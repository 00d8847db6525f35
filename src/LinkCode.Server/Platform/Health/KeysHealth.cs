using LinkCode.Server.Platform.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LinkCode.Server.Platform.Health;

/// <summary>Whether the keys can be read and open with the secret.</summary>
internal sealed class KeysHealth(IKeyStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        store.Check();
        return Task.FromResult(HealthCheckResult.Healthy());
    }
}
