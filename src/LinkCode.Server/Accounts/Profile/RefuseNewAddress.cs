using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Ends a change of address before it is made: one of the two mailboxes says no, or its owner takes it back.</summary>
internal sealed class RefuseNewAddress(LinkCodeDb db, AuditTrail trail, TimeProvider time)
{
    /// <summary>A no by the key in one of the letters; false when the change is over.</summary>
    public async Task<bool> RunAsync(string? key, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return OneTimeKey.Read(key)?.Hash is { } hash
            && await db.OpenAt(hash, now).Select(change => (Guid?)change.AccountId).SingleOrDefaultAsync(cancellation) is { } accountId
            && await EndAsync(db.OpenAt(hash, now), accountId, Happenings.AddressRefused, network, cancellation);
    }

    /// <summary>The owner's own change of mind; false when there is nothing to take back.</summary>
    public Task<bool> TakeBackAsync(Guid accountId, string network, CancellationToken cancellation) =>
        EndAsync(db.OpenAt(time.GetUtcNow()).Where(change => change.AccountId == accountId), accountId, Happenings.AddressTakenBack, network, cancellation);

    private async Task<bool> EndAsync(IQueryable<AddressChange> open, Guid accountId, string what, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await open.ExecuteUpdateAsync(set => set.SetProperty(change => change.ClosedAt, now), cancellation) != 1)
        {
            return false;
        }

        trail.Record(db, new AuditEvent { What = what, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
