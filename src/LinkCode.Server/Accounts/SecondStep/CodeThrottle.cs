namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>
/// Slows guessing of codes down. Whoever gets here knows the password, so strangers get few tries, all networks together; a
/// browser that was signed in to the account before counts for itself, and no stranger keeps it out.
/// </summary>
internal sealed class CodeThrottle(Throttle throttle)
{
    // Three codes of a million are right at any time: at one try an hour, one of 38 years.
    private static readonly ThrottleRule PerPlace = new(Free: 5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));
    private static readonly ThrottleRule PerAccount = new(Free: 10, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    /// <summary>How long to wait, or null to go ahead.</summary>
    public TimeSpan? Claim(Account account, Visitor visitor) => visitor.KnownBrowserOf(account) is { } browser
        ? throttle.Claim(PerPlace, OfBrowser(browser, account))
        : throttle.Claim([(PerPlace, OfNetwork(account, visitor)), (PerAccount, OfAccount(account))]);

    /// <summary>The code was right: this person's tries are forgotten, other networks' stay counted.</summary>
    public void Right(Account account, Visitor visitor)
    {
        if (visitor.KnownBrowserOf(account) is { } browser)
        {
            throttle.Forget(OfBrowser(browser, account));
            return;
        }

        throttle.Forget(OfNetwork(account, visitor));
        throttle.TakeBack(OfAccount(account));
    }

    private static string OfBrowser(Guid browser, Account account) => $"code browser {browser:N} {account.Id:N}";

    private static string OfNetwork(Account account, Visitor visitor) => $"code network {visitor.Network} {account.Id:N}";

    private static string OfAccount(Account account) => $"code account {account.Id:N}";
}
