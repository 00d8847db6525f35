using System.Collections.Concurrent;
using System.Globalization;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Devices;

/// <summary>Devices removed a short time ago, in memory: their access tokens still look good, and are refused because of this.</summary>
internal sealed class RemovedDevices(IServiceScopeFactory scopes, TimeProvider time) : IHostedService, INews
{
    // A removal can be undone for a minute; within twice that, memory is compared with the table in both directions.
    private static readonly TimeSpan Overlap = RestoreDevice.Window * 2;
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

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

    public Task StartAsync(CancellationToken cancellationToken) => ReadAsync(Memory, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public string Word => "device";

    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        var (id, removedAt) = (Guid.Parse(words[0]), long.Parse(words[1], CultureInfo.InvariantCulture));
        if (removedAt > 0)
        {
            Add(id);
        }
        else
        {
            Forget(id);
        }

        return ValueTask.CompletedTask;
    }

    public async Task CatchUpAsync(bool wasLost, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var read = await ReadAsync(wasLost ? Memory : Overlap, cancellation);
        foreach (var (id, at) in removed)
        {
            // What is not in the table came back. What this node removed since it looked is not in what it saw.
            if (at > now - Overlap + Slack && at < now - Slack && !read.Contains(id))
            {
                removed.TryRemove(new(id, at));
            }
        }
    }

    private async Task<HashSet<Guid>> ReadAsync(TimeSpan past, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var since = time.GetUtcNow() - past;
        var rows = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<Device>().AsNoTracking()
            .Where(device => device.RemovedAt > since).Select(device => new { device.Id, device.RemovedAt }).ToListAsync(cancellation);
        rows.ForEach(row => removed[row.Id] = row.RemovedAt!.Value);
        return [.. rows.Select(row => row.Id)];
    }
}
