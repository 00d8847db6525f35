using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Offers a passkey, once, to whoever has just signed in without one in a browser that can make one; never in the middle of an errand, whose time runs.</summary>
internal sealed class PasskeyOffers(LinkCodeDb db, Arrivals arrivals, IDataProtectionProvider protection, IOptions<SiteOptions> site, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(30);
    private readonly SealedCookie later = new("passkey-later", Patience, protection, site, time);

    /// <inheritdoc cref="Arrivals.Describe"/>
    public string? Describe(HttpContext http, string? next) => arrivals.Describe(http, next);

    /// <summary>The local address to go to, as <see cref="Arrivals.GoOnAsync"/> says it, or the offer on the way there.</summary>
    public async Task<string> GoOnAsync(HttpContext http, Guid accountId, string? next, bool canMake, CancellationToken cancellation)
    {
        var isOnErrand = Describe(http, next) is not null;
        var path = await arrivals.GoOnAsync(http, accountId, next, cancellation);
        return !canMake || isOnErrand || later.Read(http) is not null || await db.Set<Passkey>().AnyAsync(passkey => passkey.UserId == accountId, cancellation)
            ? path
            : Markup.Path("/security/passkeys/offer", path);
    }

    /// <summary>Not again in this browser for a while.</summary>
    public void PutOff(HttpContext http) => later.Write(http, "yes");
}
