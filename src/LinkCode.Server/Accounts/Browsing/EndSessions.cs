using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Browsing;

/// <summary>Signs a person's other browsers out from this one. Their cookies are refused at once, on every node.</summary>
internal sealed class EndSessions(LinkCodeDb db, EndedSessions ended, AuditTrail trail)
{
    /// <summary>Ends one; false when it is not this account's, or over already.</summary>
    public async Task<bool> OneAsync(string? session, Guid accountId, string network, CancellationToken cancellation) =>
        session is not null && await RunAsync([session], accountId, network, cancellation) == 1;

    /// <summary>Ends all but the one that asks; how many that were.</summary>
    public async Task<int> OthersAsync(string own, Guid accountId, string network, CancellationToken cancellation)
    {
        var others = await db.Set<BrowserSession>().Where(session => session.AccountId == accountId && session.Id != own).Select(session => session.Id).ToListAsync(cancellation);
        return await RunAsync(others, accountId, network, cancellation);
    }

    private async Task<int> RunAsync(IReadOnlyList<string> sessions, Guid accountId, string network, CancellationToken cancellation)
    {
        var count = 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var session in sessions)
        {
            if (await db.Set<BrowserSession>().Where(row => row.Id == session && row.AccountId == accountId).ExecuteDeleteAsync(cancellation) == 1)
            {
                ended.Add(db, session);
                trail.Record(db, new AuditEvent { What = Happenings.SessionEnded, AccountId = accountId, Network = network });
                count++;
            }
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return count;
    }
}
