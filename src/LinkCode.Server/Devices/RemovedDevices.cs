using System.Collections.Concurrent;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Devices;

/// <summary>Devices removed a short time ago, in memory: their access tokens still look good, and are refused because of this.</summary>
internal sealed class RemovedDevices(IServiceScopeFactory scopes, TimeProvider time) : IHostedService
{
    /// <summary>Longer than any access token lives.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> removed = new();

    public bool Contains(Guid deviceId) => removed.ContainsKey(deviceId);

    public void Add(Guid deviceId)
    {
        var now = time.GetUtcNow();
        removed[deviceId] = now;
        if (removed.Count > 10_000)
        {
            foreach (var (id, at) in removed)
            {
                if (at + Memory < now)
                {
                    removed.TryRemove(new(id, at));
                }
            }
        }
    }

    public void Forget(Guid deviceId) => removed.TryRemove(deviceId, out _);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var since = time.GetUtcNow() - Memory;
        var rows = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<Device>().AsNoTracking()
            .Where(device => device.RemovedAt > since).Select(device => new { device.Id, device.RemovedAt }).ToListAsync(cancellationToken);
        rows.ForEach(row => removed[row.Id] = row.RemovedAt!.Value);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
