using System.Globalization;
using System.Security.Claims;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Browsing;

/// <summary>Keeps the list of browsers that are signed in, and tells an account's owner of one that was never seen with it.</summary>
internal sealed class SessionBook(IDatabase database, LinkCodeDb db, Browsers browsers, AccountMail mail, WriteQueue writes, TimeProvider time)
{
    /// <summary>How old the note of a session's last use may become.</summary>
    public static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(10);

    private const string Touch = "UPDATE \"" + BrowserSessionTable.Name + "\" SET \"SeenAt\" = $2, \"Network\" = $3 WHERE \"Id\" = $1";

    // Sessions that began before there was a list of them get on it when they are next used; one that was ended a moment ago does not.
    private const string Insert = "INSERT INTO \"" + BrowserSessionTable.Name + "\" (\"Id\", \"AccountId\", \"BegunAt\", \"SeenAt\", \"Network\", \"Browser\", \"System\") "
        + "SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (SELECT 1 FROM \"EndedSessions\" WHERE \"Id\" = $1) ON CONFLICT (\"Id\") DO NOTHING";

    private static readonly KnownQuery<SessionStanding> Standing = new(
        "SELECT \"SecurityStamp\", \"EmailConfirmed\" AND \"DisabledAt\" IS NULL FROM \"AspNetUsers\" WHERE \"Id\" = $1",
        row => new SessionStanding(row.TextOrNull(0), row.GetBoolean(1)));

    /// <summary>How an account stands, for its sessions; null when there is none.</summary>
    public Task<SessionStanding?> StandingAsync(Guid accountId, CancellationToken cancellation) => database.FindAsync(Standing, cancellation, accountId);

    /// <summary>Stored when the caller saves its own changes.</summary>
    public async Task BeginAsync(HttpContext http, Account account, string session, CancellationToken cancellation)
    {
        var (now, visitor, words) = (time.GetUtcNow(), browsers.Visitor(http), Words(http));
        db.Add(new BrowserSession
        {
            Id = session,
            AccountId = account.Id,
            BegunAt = now,
            SeenAt = now,
            Network = visitor.Network,
            Browser = words.Browser,
            System = words.System,
            KnownBrowser = visitor.Browser?.Id,
        });

        // Nobody has to be told of the browser they have just made their account in.
        if (visitor.KnownBrowserOf(account) is null
            && await db.Set<AuditEvent>().AnyAsync(happened => happened.AccountId == account.Id && happened.What == Happenings.SignedIn, cancellation))
        {
            mail.NewBrowser(account, words, visitor.Network, now);
        }
    }

    /// <summary>The session that is left behind when its browser signs in again or out.</summary>
    public Task EndAsync(string session, CancellationToken cancellation) =>
        db.Set<BrowserSession>().Where(row => row.Id == session).ExecuteDeleteAsync(cancellation);

    /// <summary>Gives a session another id; false when it is over.</summary>
    public async Task<bool> RenameAsync(string session, string id, CancellationToken cancellation) =>
        await db.Set<BrowserSession>().Where(row => row.Id == session).ExecuteUpdateAsync(set => set.SetProperty(row => row.Id, id), cancellation) == 1;

    /// <summary>All sessions of an account, whose cookies are refused from now on. Call it wherever an account's stamp changes.</summary>
    /// <param name="db">The caller's, so that it shares its transaction.</param>
    /// <param name="accountId">Whose.</param>
    /// <param name="but">The one session that goes on, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task EndAllAsync(LinkCodeDb db, Guid accountId, string? but, CancellationToken cancellation)
    {
        await db.Set<BrowserSession>().Where(row => row.AccountId == accountId && row.Id != but).ExecuteDeleteAsync(cancellation);

        // A browser that began the sign-up and was never signed in could be still.
        await db.Set<PendingSignUp>().Where(row => row.AccountId == accountId && row.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.FinishedAt, row => row.ConfirmedAt), cancellation);
    }

    /// <summary>Notes that a session is in use, unless its cookie says that this was noted not long ago; the new note for the cookie.</summary>
    public async Task<Claim> SeenAsync(HttpContext http, ClaimsPrincipal person)
    {
        var now = time.GetUtcNow();
        if (person.TimeOf(AccountClaims.SeenAt) is { } seen && seen + BetweenNotes > now)
        {
            return Seen(seen);
        }

        var (session, network, words) = (person.FindFirstValue(AccountClaims.Session)!, browsers.Visitor(http).Network, Words(http));
        if (await writes.RunAsync(new Statement(Touch, session, now.UtcTicks, network)) == 0)
        {
            var begun = person.TimeOf(AccountClaims.SignedInAt) ?? now;
            await writes.RunAsync(new Statement(Insert, session, person.AccountId()!.Value, begun.UtcTicks, now.UtcTicks, network, words.Browser, words.System));
        }

        return Seen(now);
    }

    /// <summary>What a session's cookie says of its last use.</summary>
    public static Claim Seen(DateTimeOffset at) => new(AccountClaims.SeenAt, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    private static BrowserWords Words(HttpContext http) => BrowserWords.Read(http.Request.Headers.UserAgent);
}

/// <summary>What decides whether a session goes on: the stamp that a new password changes, and the rule of <see cref="AccountStanding"/>.</summary>
internal sealed record SessionStanding(string? Stamp, bool MaySignIn);
