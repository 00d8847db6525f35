using System.Globalization;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Begins an export, or says that it has to wait. One that is ready is replaced; one that is being made stays.</summary>
internal sealed class AskForExport(LinkCodeDb db, Throttle throttle, ExportBell bell, AuditTrail trail, TimeProvider time)
{
    // Putting it together reads everything; whoever needs it more often has it already.
    private static readonly ThrottleRule PerAccount = new(Free: 3, TimeSpan.FromMinutes(10), TimeSpan.FromDays(1));

    /// <summary>The time to wait, or null once it is begun.</summary>
    public async Task<TimeSpan?> RunAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<Export>().AnyAsync(export => export.AccountId == accountId && export.ReadyAt == null && export.ExpiresAt == null, cancellation))
        {
            return null;
        }

        if (throttle.Claim(PerAccount, $"export {accountId:N}") is { } wait)
        {
            return wait;
        }

        await db.Set<Export>().Where(export => export.AccountId == accountId).ExecuteDeleteAsync(cancellation);
        db.Add(new Export { AccountId = accountId, AskedAt = time.GetUtcNow(), Language = CultureInfo.CurrentUICulture.Name });
        trail.Record(db, new AuditEvent { What = Happenings.ExportAsked, AccountId = accountId, Network = network });
        try
        {
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateException error) when (StoreTrouble.IsTaken(error))
        {
            // The button was pressed twice, and the other press has begun it.
            return null;
        }

        bell.Ring();
        return null;
    }
}
