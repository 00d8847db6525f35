using LinkCode.Server.Data;
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromDays(1), time);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.NotForgotten(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
