using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Devices;

/// <summary>The devices of an account, newest use first, and those removed in the last 90 days.</summary>
internal sealed class ListDevices(LinkCodeDb db, TimeProvider time)
{
    private static readonly TimeSpan History = TimeSpan.FromDays(90);

    public Task<List<Device>> RunAsync(Guid accountId, int skip, int take, CancellationToken cancellation) =>
        db.Set<Device>().AsNoTracking().Where(device => device.AccountId == accountId && device.RemovedAt == null)
            .OrderByDescending(device => device.LastUsedAt).Skip(skip).Take(take).ToListAsync(cancellation);

    public Task<int> CountAsync(Guid accountId, CancellationToken cancellation) =>
        db.Set<Device>().CountAsync(device => device.AccountId == accountId && device.RemovedAt == null, cancellation);

    public Task<List<Device>> RemovedAsync(Guid accountId, CancellationToken cancellation)
    {
        var since = time.GetUtcNow() - History;
        return db.Set<Device>().AsNoTracking().Where(device => device.AccountId == accountId && device.RemovedAt > since)
            .OrderByDescending(device => device.RemovedAt).Take(20).ToListAsync(cancellation);
    }

    public Task<Device?> FindAsync(Guid id, Guid accountId, CancellationToken cancellation) =>
        db.Set<Device>().AsNoTracking().SingleOrDefaultAsync(device => device.Id == id && device.AccountId == accountId, cancellation);
}
