using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Codes;

/// <summary>Finds the link request of an account by its code or by the id pages use; nobody else's is ever found.</summary>
internal sealed class FindOwnLink(IDatabase database, LinkCodeDb db, CodeKeys keys)
{
    private static readonly KnownQuery<LinkRequest> ByHash = new(LinkRow.Select + " WHERE \"UserCodeHash\" = $1 AND \"OwnerId\" = $2 ORDER BY \"CreatedAt\" DESC LIMIT 1", LinkRow.Read);

    public Task<LinkRequest?> RunAsync(UserCode code, Guid account, CancellationToken cancellation) => RunAsync(LinkStore.Bytes(keys.Hash(code.Value)), account, cancellation);

    /// <summary>By the hash of the code. A code that has ended may come again, so the newest is meant.</summary>
    public Task<LinkRequest?> RunAsync(byte[] hash, Guid account, CancellationToken cancellation) => database.FindAsync(ByHash, cancellation, hash, account);

    public Task<LinkRequest?> RunAsync(Guid deviceId, Guid account, CancellationToken cancellation) =>
        db.Set<LinkRequest>().AsNoTracking().SingleOrDefaultAsync(link => link.DeviceId == deviceId && link.OwnerId == account, cancellation);
}
