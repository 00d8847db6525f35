using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Devices.LookingThrough;

/// <summary>The person has looked through what is linked; no letter asks for it again for a while.</summary>
internal sealed class NoteReview(LinkCodeDb db, AuditTrail trail, TimeProvider time)
{
    // Pressed again soon, it is the same look.
    private static readonly TimeSpan Same = TimeSpan.FromHours(1);

    public async Task RunAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        var (now, before) = (time.GetUtcNow(), time.GetUtcNow() - Same);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Users.Where(account => account.Id == accountId && (account.ReviewedAt == null || account.ReviewedAt <= before)).ExecuteUpdateAsync(set => set.SetProperty(account => account.ReviewedAt, now), cancellation) == 1)
        {
            trail.Record(db, new AuditEvent { What = Accounts.Happenings.Reviewed, AccountId = accountId, Network = network });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }
}
