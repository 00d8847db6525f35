using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Gives a person another name.</summary>
internal sealed class SaveName(LinkCodeDb db, Sessions sessions, AuditTrail trail, TimeProvider time)
{
    /// <summary>What to put right about the name, or null once it is saved.</summary>
    public async Task<Problem?> RunAsync(Guid accountId, string? typed, string network, CancellationToken cancellation)
    {
        if (DisplayName.Read(typed, out var problem) is not { } name)
        {
            return problem;
        }

        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Users.Where(row => row.Id == accountId && row.DisplayName != name)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.DisplayName, name).SetProperty(row => row.ProfileChangedAt, now), cancellation) != 1)
        {
            return null;
        }

        trail.Record(db, new AuditEvent { What = Happenings.ProfileChanged, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        await sessions.TellAsync(await db.Users.AsNoTracking().SingleAsync(row => row.Id == accountId, cancellation));
        return null;
    }
}
