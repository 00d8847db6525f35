using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LinkCode.Server.Activity;

/// <summary>Whether mail leaves. Late mail is told, but everything else still works, so the server stays ready.</summary>
internal sealed class MailHealth(IServiceScopeFactory scopes, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var before = time.GetUtcNow() - Late;
        await using var scope = scopes.CreateAsyncScope();
        var late = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<OutgoingMail>()
            .CountAsync(mail => mail.DueAt != null && mail.QueuedAt < before, cancellationToken);
        return late == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{late} mails are more than a quarter of an hour late.");
    }
}
