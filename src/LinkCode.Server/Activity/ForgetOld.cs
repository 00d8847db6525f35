using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Activity;

/// <summary>Once a day deletes what the privacy page says is gone: mails that were sent, and events.</summary>
internal sealed class ForgetOld(IServiceScopeFactory scopes, IOptions<ActivityOptions> options, TimeProvider time, ILogger<ForgetOld> log) : BackgroundService
{
    private static readonly TimeSpan Mails = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (mailsBefore, eventsBefore) = (time.GetUtcNow() - Mails, time.GetUtcNow() - TimeSpan.FromDays(options.Value.EventDays));
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        await db.Set<OutgoingMail>().Where(mail => mail.DueAt == null && mail.QueuedAt < mailsBefore).ExecuteDeleteAsync(cancellation);
        await db.Set<AuditEvent>().Where(happened => happened.At < eventsBefore).ExecuteDeleteAsync(cancellation);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => NowAndThen.RunAsync(TimeSpan.FromDays(1), time, RunAsync, log.NotForgotten, stoppingToken);
}
