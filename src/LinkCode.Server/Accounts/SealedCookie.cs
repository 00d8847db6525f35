using System.Security.Cryptography;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary>A cookie only this server can read or write.</summary>
internal sealed class SealedCookie(string name, TimeSpan age, IDataProtectionProvider protection, IOptions<SiteOptions> site, TimeProvider time)
{
    private readonly IDataProtector seal = protection.CreateProtector("cookie", name);

    public string? Read(HttpContext http)
    {
        if (http.Request.Cookies[Shape().Name!] is not { Length: > 0 } value)
        {
            return null;
        }

        try
        {
            return seal.Unprotect(value);
        }
        catch (CryptographicException)
        {
            // Made with keys that are gone, or by somebody else: as good as none.
            return null;
        }
    }

    public void Write(HttpContext http, string value)
    {
        var options = Shape().Build(http, time.GetUtcNow());
        options.MaxAge = age;
        http.Response.Cookies.Append(Shape().Name!, seal.Protect(value), options);
    }

    public void Delete(HttpContext http) => http.Response.Cookies.Delete(Shape().Name!, Shape().Build(http, time.GetUtcNow()));

    private CookieBuilder Shape()
    {
        var cookie = new CookieBuilder();
        Cookies.Shape(cookie, name, site.Value);
        return cookie;
    }
}
