using LinkCode.Server.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary>What this browser is known for: accounts it was signed in to, and a sign-up it has begun.</summary>
internal sealed class Browsers(IDataProtectionProvider protection, IOptions<SiteOptions> site, TimeProvider time) : IAcquaintances
{
    // 400 days is as long as browsers keep a cookie; eight accounts is a large family at one computer.
    private const int MostAccounts = 8;
    private readonly SealedCookie known = new("known", TimeSpan.FromDays(400), protection, site, time);
    private readonly SealedCookie signUp = new("sign-up", PendingSignUp.Lifetime, protection, site, time);

    public Visitor Visitor(HttpContext http) => new(Limits.Network(http.Connection.RemoteIpAddress), Known(http));

    /// <summary>Remembers that the owner of the account uses this browser.</summary>
    public void Remember(HttpContext http, Guid accountId)
    {
        var browser = Known(http) ?? new KnownBrowser(Guid.CreateVersion7(time.GetUtcNow()), []);
        var accounts = browser.Accounts.Where(other => other != accountId).Prepend(accountId).Take(MostAccounts);
        known.Write(http, string.Join(' ', accounts.Prepend(browser.Id).Select(id => id.ToString("N"))));
    }

    /// <summary>The sign-up begun in this browser; kept when it is finished, so that a second tab that waits finds its way.</summary>
    public Guid? SignUp(HttpContext http) => Guid.TryParse(signUp.Read(http), out var id) ? id : null;

    public void BeginSignUp(HttpContext http, Guid id) => signUp.Write(http, id.ToString("N"));

    // By the account and not by the browser, of which anybody makes as many as they like; and by the network, so that a copied cookie uses up nothing elsewhere.
    string? IAcquaintances.NameOf(HttpContext http) =>
        Known(http) is { } browser ? $"account {browser.Accounts[0]:N} {Limits.Network(http.Connection.RemoteIpAddress)}" : null;

    private KnownBrowser? Known(HttpContext http)
    {
        var ids = (known.Read(http) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse).ToList();
        return ids.Count > 1 ? new KnownBrowser(ids[0], ids[1..]) : null;
    }
}
