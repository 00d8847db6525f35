namespace LinkCode.Server.OAuth.Browser;

/// <summary>The address an app gets its answer at.</summary>
internal static class RedirectAddress
{
    /// <summary>As a content security policy names it: scheme, host and port, or the scheme alone for an app's own scheme.</summary>
    public static string Origin(string address)
    {
        var parsed = new Uri(address);
        return parsed.Scheme is "http" or "https" ? parsed.GetLeftPart(UriPartial.Authority) : parsed.Scheme + ":";
    }

    /// <summary>Whether only one party can get what is sent there; a scheme of its own or a port of this machine may be anybody's.</summary>
    public static bool IsOneParty(string address) => new Uri(address).Scheme == Uri.UriSchemeHttps;

    /// <summary>As people read it.</summary>
    public static string ForPeople(string address)
    {
        var parsed = new Uri(address);
        return parsed.Scheme is "http" or "https" ? parsed.Authority : parsed.Scheme + ":";
    }
}
