using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>How an export stands.</summary>
internal sealed record ExportStanding(int Done, int Parts, DateTimeOffset? ReadyAt, DateTimeOffset? ExpiresAt)
{
    public bool IsBeingMade => ReadyAt is null && ExpiresAt is null;

    /// <summary>Whether it was given up.</summary>
    public bool HasFailed => ReadyAt is null && !IsBeingMade;
}

/// <summary>Looks at the export of an account, and gives it out.</summary>
internal sealed class ReadExport(LinkCodeDb db, AuditTrail trail, TimeProvider time)
{
    /// <summary>How it stands, or null when there is none.</summary>
    public Task<ExportStanding?> RunAsync(Guid accountId, CancellationToken cancellation) => Of(accountId)
        .Select(export => new ExportStanding(export.Done, export.Parts, export.ReadyAt, export.ExpiresAt)).SingleOrDefaultAsync(cancellation);

    /// <summary>The file, or null when there is none.</summary>
    public async Task<byte[]?> FetchAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        if (await Of(accountId).Select(export => export.Content).SingleOrDefaultAsync(cancellation) is not { } content)
        {
            return null;
        }

        trail.Record(db, new AuditEvent { What = Happenings.ExportFetched, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
        return content;
    }

    private IQueryable<Export> Of(Guid accountId)
    {
        var now = time.GetUtcNow();
        return db.Set<Export>().AsNoTracking().Where(export => export.AccountId == accountId && (export.ExpiresAt == null || export.ExpiresAt > now));
    }
}
