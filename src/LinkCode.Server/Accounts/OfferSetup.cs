using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Makes the one-time key of the first operator, as long as nobody has an account here.</summary>
internal sealed class OfferSetup(LinkCodeDb db, TimeProvider time)
{
    /// <summary>The key to show: the one from the last start while it is good, else a new one that replaces it; null when setup is over.</summary>
    public async Task<OneTimeKey?> RunAsync(string? lastKey, CancellationToken cancellation)
    {
        if (await db.Set<Account>().AnyAsync(cancellation))
        {
            // The key may have been printed; it ends with the setup, used or not.
            await db.Set<Invitation>().Where(invitation => invitation.MakesOperator && invitation.UsedAt == null).ExecuteDeleteAsync(cancellation);
            return null;
        }

        var now = time.GetUtcNow();
        if (OneTimeKey.Read(lastKey) is { } last)
        {
            var hash = last.Hash;
            if (await db.Set<Invitation>().AnyAsync(row => row.KeyHash == hash && row.MakesOperator && row.UsedAt == null && row.ExpiresAt > now, cancellation))
            {
                return last;
            }
        }

        var key = OneTimeKey.New();
        await db.Set<Invitation>().Where(invitation => invitation.MakesOperator).ExecuteDeleteAsync(cancellation);
        db.Add(new Invitation { Id = Guid.CreateVersion7(now), KeyHash = key.Hash, MakesOperator = true, ExpiresAt = now + Invitation.SetupLifetime });
        await db.SaveChangesAsync(cancellation);
        return key;
    }
}
