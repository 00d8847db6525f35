using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LinkCode.Server.Platform.Health;

/// <summary>Knows whether this server can do its work. However often it is asked, it looks at most once in two seconds.</summary>
internal sealed class Readiness(HealthCheckService checks, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private Task<HealthReport>? last;
    private DateTimeOffset lookedAt;

    /// <summary>Whether new work should be sent here; a server that stops says no before it is gone.</summary>
    public async Task<bool> IsReadyAsync() =>
        !lifetime.ApplicationStopping.IsCancellationRequested && (await LookAsync()).Status != HealthStatus.Unhealthy;

    /// <summary>The last look, or a new one when that is old.</summary>
    public Task<HealthReport> LookAsync()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (last is null || (last.IsCompleted && now - lookedAt >= Fresh))
            {
                (last, lookedAt) = (checks.CheckHealthAsync(), now);
            }

            return last;
        }
    }
}
