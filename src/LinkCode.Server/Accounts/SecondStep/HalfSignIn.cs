using System.Globalization;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>A sign-in whose password was right and whose code is still to come; it ends when the account changes.</summary>
internal sealed record HalfSignIn(Guid AccountId, string Stamp);

/// <summary>Keeps a half sign-in in its browser, sealed and for ten minutes. It gives no access to anything.</summary>
internal sealed class HalfSignIns(IDataProtectionProvider protection, IOptions<SiteOptions> site, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly SealedCookie cookie = new("half", Patience, protection, site, time);

    public void Begin(HttpContext http, HalfSignIn half) =>
        cookie.Write(http, string.Create(CultureInfo.InvariantCulture, $"{half.AccountId:N} {time.GetUtcNow().ToUnixTimeSeconds()} {half.Stamp}"));

    public HalfSignIn? Read(HttpContext http)
    {
        // A browser may keep a cookie for longer than it was told to, so the time stands inside.
        var parts = cookie.Read(http)?.Split(' ', 3);
        return parts is { Length: 3 } && DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture)) + Patience > time.GetUtcNow()
            ? new HalfSignIn(Guid.ParseExact(parts[0], "N"), parts[2])
            : null;
    }

    public void End(HttpContext http) => cookie.Delete(http);
}
