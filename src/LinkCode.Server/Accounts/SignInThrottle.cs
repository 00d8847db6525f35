namespace LinkCode.Server.Accounts;

/// <summary>
/// Slows guessing down per address and network, and per address over all networks. A browser that was signed in to the
/// account before counts for itself, so strangers who guess at an account never keep its owner out.
/// </summary>
internal sealed class SignInThrottle(Throttle throttle)
{
    private static readonly ThrottleRule PerNetwork = new(Free: 5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));
    private static readonly ThrottleRule PerAddress = new(Free: 20, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));

    /// <summary>How long to wait, or null to go ahead.</summary>
    public TimeSpan? Claim(MailAddress address, Visitor visitor, Account? account) => visitor.KnownBrowserOf(account) is { } browser
        ? throttle.Claim(PerNetwork, OfBrowser(browser, address))
        : throttle.Claim([(PerNetwork, OfNetwork(address, visitor)), (PerAddress, OfAddress(address))]);

    /// <summary>The password was right: this person's tries are forgotten, other networks' stay counted.</summary>
    public void Right(MailAddress address, Visitor visitor, Account account)
    {
        if (visitor.KnownBrowserOf(account) is { } browser)
        {
            throttle.Forget(OfBrowser(browser, address));
            return;
        }

        throttle.Forget(OfNetwork(address, visitor));
        throttle.TakeBack(OfAddress(address));
    }

    private static string OfBrowser(Guid browser, MailAddress address) => $"browser {browser:N} {Key(address)}";

    private static string OfNetwork(MailAddress address, Visitor visitor) => $"network {visitor.Network} {Key(address)}";

    private static string OfAddress(MailAddress address) => "address " + Key(address);

    private static string Key(MailAddress address) => address.Text.ToUpperInvariant();
}
