using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LinkCode.Server.Data;

/// <summary>Whether the database can be read, and whether a commit of the one writer reaches the disk.</summary>
internal sealed class DatabaseHealth(WriteQueue writes, IDatabase database, IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await writes.RunAsync(database.Touch).WaitAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var applied = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Database.GetAppliedMigrationsAsync(cancellationToken);
        return applied.Any() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database is empty.");
    }
}
