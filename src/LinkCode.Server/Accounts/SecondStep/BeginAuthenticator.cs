using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Makes the key of an authenticator app. It counts for nothing until a code of it was seen; begun again, the key before is gone.</summary>
internal sealed class BeginAuthenticator(LinkCodeDb db, AuthenticatorKeys keys, TimeProvider time)
{
    public async Task RunAsync(Guid accountId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var sealedKey = keys.Seal(AuthenticatorKey.New());
        var changed = await db.Set<Authenticator>().Where(app => app.AccountId == accountId && app.ConfirmedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(app => app.SealedKey, sealedKey).SetProperty(app => app.SetUpAt, now), cancellation);
        if (changed == 1 || await db.Set<Authenticator>().AnyAsync(app => app.AccountId == accountId, cancellation))
        {
            return;
        }

        db.Add(new Authenticator { AccountId = accountId, SealedKey = sealedKey, SetUpAt = now });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (!cancellation.IsCancellationRequested)
        {
            // Another tab began at the same moment; both show the key that is stored.
            db.ChangeTracker.Clear();
        }
    }
}
