using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Browsing;

/// <summary>The browsers where an account is signed in, last used first.</summary>
internal sealed class ListSessions(LinkCodeDb db, IOptions<AccountsOptions> options, TimeProvider time)
{
    private const int Most = 100;

    public async Task<IReadOnlyList<BrowserSession>> RunAsync(Guid accountId, CancellationToken cancellation)
    {
        var (begunAfter, seenAfter) = Alive(options.Value, time.GetUtcNow());
        return await db.Set<BrowserSession>().AsNoTracking().Where(session => session.AccountId == accountId && session.BegunAt > begunAfter && session.SeenAt > seenAfter)
            .OrderByDescending(session => session.SeenAt).Take(Most).ToListAsync(cancellation);
    }

    /// <summary>When a session must have begun and been used for its cookie to be good still; the last note of its use may be a little old.</summary>
    public static (DateTimeOffset BegunAfter, DateTimeOffset SeenAfter) Alive(AccountsOptions options, DateTimeOffset now) =>
        (now - Sessions.LongestLife, now - TimeSpan.FromDays(options.SessionDays) - SessionBook.BetweenNotes);
}
