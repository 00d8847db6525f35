using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Devices;

/// <summary>Once a day deletes devices that were removed so long ago that no page shows them any more.</summary>
internal sealed class ForgetDevices(IServiceScopeFactory scopes, TimeProvider time, ILogger<ForgetDevices> log) : BackgroundService
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - ListDevices.History;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<Device>()
            .Where(device => device.RemovedAt < before && device.RemovedBy != RemovedBy.SignOut).ExecuteDeleteAsync(cancellation);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => NowAndThen.RunAsync(TimeSpan.FromDays(1), time, RunAsync, log.NotForgotten, stoppingToken);
}
