using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>Begins and ends the session of a browser.</summary>
internal sealed class Sessions(SignInManager<Account> signIn, LinkCodeDb db, AuditTrail trail, TimeProvider time)
{
    /// <summary>Signs the account in with a new session id (N80), or says that it may not.</summary>
    public async Task<bool> BeginAsync(Account account, string network, CancellationToken cancellation)
    {
        if (!await signIn.CanSignInAsync(account))
        {
            return false;
        }

        await signIn.SignInWithClaimsAsync(account, new AuthenticationProperties { IsPersistent = true },
        [
            new Claim(AccountClaims.Session, RandomNumberGenerator.GetHexString(32, lowercase: true)),
            new Claim(AccountClaims.SignedInAt, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ]);
        trail.Record(db, new AuditEvent { What = Happenings.SignedIn, AccountId = account.Id, Network = network });
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    public async Task EndAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        await signIn.SignOutAsync();
        trail.Record(db, new AuditEvent { What = Happenings.SignedOut, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Keeps the session's own claims when the rest is built anew from the account.</summary>
    public static Task KeepClaims(SecurityStampRefreshingPrincipalContext context)
    {
        var kept = context.CurrentPrincipal?.Claims.Where(claim => claim.Type is AccountClaims.Session or AccountClaims.SignedInAt) ?? [];
        (context.NewPrincipal?.Identity as ClaimsIdentity)?.AddClaims(kept.Select(claim => claim.Clone()));
        return Task.CompletedTask;
    }
}
