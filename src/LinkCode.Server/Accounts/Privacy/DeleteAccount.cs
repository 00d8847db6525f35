using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Deletes all that any room has of an account whose time is over, and leaves one line that says when (decision 0021).</summary>
internal sealed class DeleteAccount(LinkCodeDb db, IEnumerable<IPersonalData> rooms, PrivacyMail mail, AuditTrail trail, TimeProvider time)
{
    /// <summary>False when the account is not to be deleted now.</summary>
    public async Task<bool> RunAsync(Guid accountId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == accountId && row.DeleteAt <= now, cancellation) is not { } account)
        {
            return false;
        }

        // Nobody can use the account any more, so the rooms can take their time, each in commits of its own: the one writer belongs to people
        // and devices. A server that dies here begins again, because the account is still there.
        var whose = await FormerAddresses.OwnerAsync(db, account, cancellation);
        await DeleteAsync(whose, cancellation);

        // What was written meanwhile, such as a stranger's wrong password, goes with the account itself.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await DeleteAsync(whose, cancellation);
        if (await db.Users.Where(row => row.Id == accountId && row.DeleteAt <= now).ExecuteDeleteAsync(cancellation) != 1)
        {
            return false;
        }

        trail.Record(db, new AuditEvent { What = Happenings.Deleted });
        mail.Gone(whose, account.Reader);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        foreach (var room in rooms)
        {
            await room.DeleteAsync(whose, cancellation);
        }
    }
}
