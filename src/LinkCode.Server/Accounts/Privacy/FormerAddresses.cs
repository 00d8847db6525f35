using LinkCode.Server.Accounts.Profile;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Addresses that people gave up: what was mailed there is theirs, and forgotten, as long as nobody else has the address.</summary>
internal static class FormerAddresses
{
    /// <summary>By what rooms know the owner of an account.</summary>
    public static async Task<PersonalOwner> OwnerAsync(LinkCodeDb db, Account account, CancellationToken cancellation) => new(
        account.Id, account.Email!, await NobodysAsync(db, db.Set<AddressChange>().Where(change => change.AccountId == account.Id), cancellation));

    /// <summary>Deletes what was mailed to addresses whose change can no longer be undone, but no letter that still waits to be sent.</summary>
    public static async Task ForgetAsync(LinkCodeDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var addresses = await NobodysAsync(db, db.Set<AddressChange>().Where(change => change.UndoUntil < now), cancellation);

        // Found first, because the table has no index for it and the one writer must not wait for the search.
        var mails = await db.Set<OutgoingMail>().Where(mail => addresses.Contains(mail.To) && mail.DueAt == null).Select(mail => mail.Id).ToListAsync(cancellation);
        foreach (var some in mails.Chunk(LinkCodeDb.MostAtOnce))
        {
            await db.Set<OutgoingMail>().Where(mail => some.Contains(mail.Id)).ExecuteDeleteAsync(cancellation);
        }
    }

    // Of a change that was undone, the new one is the former one.
    private static Task<List<string>> NobodysAsync(LinkCodeDb db, IQueryable<AddressChange> changes, CancellationToken cancellation)
    {
        var made = changes.Where(change => change.DoneAt != null);
        return made.Select(change => change.OldAddress).Union(made.Select(change => change.NewAddress))
            .Where(address => !db.Users.Any(account => account.Email == address)).ToListAsync(cancellation);
    }
}
