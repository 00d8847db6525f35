using System.Security.Cryptography;
using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>
/// Tells the browser a code was typed in from every other one. A ticket that arrives in another browser may be a lure that
/// somebody mailed, so there the code has to be compared with the screen first (decision 0002).
/// </summary>
internal sealed class TypingBrowser(IDataProtectionProvider protection, IOptions<SiteOptions> site, TimeProvider time)
{
    private readonly SealedCookie cookie = new("typed", LinkTimes.HardStop, protection, site, time);

    /// <summary>The mark of this browser, made when it has none.</summary>
    public string Mark(HttpContext http)
    {
        if (cookie.Read(http) is { } mark)
        {
            return mark;
        }

        var fresh = RandomNumberGenerator.GetHexString(32, lowercase: true);
        cookie.Write(http, fresh);
        return fresh;
    }

    /// <summary>Whether a mark is this browser's.</summary>
    public bool IsThis(HttpContext http, string mark) => cookie.Read(http) == mark;
}
