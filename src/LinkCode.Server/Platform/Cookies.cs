namespace LinkCode.Server.Platform;

/// <summary>One shape for every cookie: bound to this host, out of reach of scripts, never sent along from other sites' forms.</summary>
internal static class Cookies
{
    public static void Shape(CookieBuilder cookie, string name, SiteOptions site)
    {
        // The __Host- prefix makes browsers refuse the cookie from any other host or over plain http; loopback development has no https.
        cookie.Name = site.IsHttps ? "__Host-" + name : name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = site.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
