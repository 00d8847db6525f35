using LinkCode.Server.Activity;
using LinkCode.Server.Data;

namespace LinkCode.Server.Accounts;

/// <summary>Signs out all that is linked to an account, after its password was lost.</summary>
internal sealed class SignOutThings(LinkCodeDb db, IEnumerable<ILinkedThings> things, AuditTrail trail)
{
    public async Task RunAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        foreach (var thing in things)
        {
            await thing.SignOutAllAsync(accountId, network, cancellation);
        }

        trail.Record(db, new AuditEvent { What = Happenings.DevicesSignedOut, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
    }
}
