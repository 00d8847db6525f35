using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LinkCode.Server.Platform.Health;

/// <summary>A check that nobody waits for longer than it may take: one that opens a connection, or has to cancel a query, may hang however it is told to stop.</summary>
internal sealed class LimitedCheck<TCheck>(IServiceProvider services) : IHealthCheck
    where TCheck : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var check = ActivatorUtilities.CreateInstance<TCheck>(services);
        return Task.Run(() => check.CheckHealthAsync(context, cancellationToken), CancellationToken.None).WaitAsync(cancellationToken);
    }
}
