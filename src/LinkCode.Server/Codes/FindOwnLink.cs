using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Codes;

/// <summary>Finds the link request of an account by its code or by the id pages use; nobody else's is ever found.</summary>
internal sealed class FindOwnLink(LinkCodeDb db, CodeKeys keys)
{
    private static readonly KnownQuery<byte[], Guid, LinkRequest?> ByHash = new((db, hash, account, _) => db.Set<LinkRequest>().AsNoTracking()
        .OrderByDescending(link => link.CreatedAt).FirstOrDefault(link => link.UserCodeHash == hash && link.OwnerId == account));

    public Task<LinkRequest?> RunAsync(UserCode code, Guid account, CancellationToken cancellation) => RunAsync(LinkStore.Bytes(keys.Hash(code.Value)), account, cancellation);

    /// <summary>By the hash of the code. A code that has ended may come again, so the newest is meant.</summary>
    public Task<LinkRequest?> RunAsync(byte[] hash, Guid account, CancellationToken cancellation) => ByHash.RunAsync(db, hash, account, cancellation);

    public Task<LinkRequest?> RunAsync(Guid deviceId, Guid account, CancellationToken cancellation) =>
        db.Set<LinkRequest>().AsNoTracking().SingleOrDefaultAsync(link => link.DeviceId == deviceId && link.OwnerId == account, cancellation);
}
