using LinkCode.Server.Activity;
using LinkCode.Server.Data;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Lets whoever is signed in prove it once more with a passkey, and goes on with the same session.</summary>
internal sealed class SignInAgainWithPasskey(LinkCodeDb db, UsePasskey use, Sessions sessions, AuditTrail trail)
{
    /// <summary>False when it is no passkey of this account.</summary>
    public async Task<bool> RunAsync(Guid accountId, string? credential, string network, CancellationToken cancellation)
    {
        if (await use.RunAsync(credential, cancellation) is { } account && account.Id == accountId && await sessions.RenewAsync(account, Methods.Passkey, network, cancellation))
        {
            return true;
        }

        trail.Record(db, new AuditEvent { What = Happenings.SignInRefused, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
        return false;
    }
}
