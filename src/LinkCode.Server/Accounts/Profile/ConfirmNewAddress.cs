using System.Data.Common;
using System.Security.Cryptography;
using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Says yes for one of the two mailboxes; the second yes changes the address, signs out all other browsers and tells both.</summary>
internal sealed class ConfirmNewAddress(LinkCodeDb db, ILookupNormalizer names, Sessions sessions, AddressLetters letters, AuditTrail trail, TimeProvider time)
{
    /// <param name="key">The key in the letter.</param>
    /// <param name="here">The account that is signed in in this browser.</param>
    /// <param name="network">Where the yes comes from.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ConfirmNewAnswer> RunAsync(string? key, Guid? here, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (OneTimeKey.Read(key)?.Hash is not { } hash
            || await db.OpenAt(hash, now).AsNoTracking().SingleOrDefaultAsync(cancellation) is not { } change)
        {
            return new ConfirmNewAnswer.UsedUp();
        }

        // A yes to what somebody else began would give their account this person's address, and apps believe that it is theirs.
        var isOld = change.OldKeyHash.AsSpan().SequenceEqual(hash);
        if (!isOld && here != change.AccountId)
        {
            return new ConfirmNewAnswer.NotHere();
        }

        try
        {
            return await ConfirmAsync(change, isOld, here == change.AccountId, network, cancellation);
        }
        catch (DbException error) when (StoreTrouble.IsTaken(error))
        {
            // Somebody got the address at the same moment.
            return await CloseAsync(change.Id, cancellation);
        }
    }

    private async Task<ConfirmNewAnswer> ConfirmAsync(AddressChange change, bool isOld, bool isHere, string network, CancellationToken cancellation)
    {
        var (now, undo) = (time.GetUtcNow(), OneTimeKey.New());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var own = db.OpenAt(now).Where(row => row.Id == change.Id);
        var said = isOld
            ? await own.Where(row => row.OldConfirmedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.OldConfirmedAt, now), cancellation)
            : await own.Where(row => row.NewConfirmedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.NewConfirmedAt, now), cancellation);
        if (said != 1)
        {
            return await own.AnyAsync(cancellation) ? new ConfirmNewAnswer.OtherNext() : new ConfirmNewAnswer.UsedUp();
        }

        var done = await own.Where(row => row.OldConfirmedAt != null && row.NewConfirmedAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.ClosedAt, now).SetProperty(row => row.DoneAt, now).SetProperty(row => row.UndoKeyHash, undo.Hash).SetProperty(row => row.UndoUntil, now + AddressChange.UndoTime),
            cancellation);
        if (done != 1)
        {
            await transaction.CommitAsync(cancellation);
            return new ConfirmNewAnswer.OtherNext();
        }

        if (!await SwitchAsync(change, cancellation))
        {
            await transaction.RollbackAsync(cancellation);
            return await CloseAsync(change.Id, cancellation);
        }

        var account = await db.Users.SingleAsync(row => row.Id == change.AccountId, cancellation);
        await db.EndResetsAsync(account.Id, now, cancellation);
        if (isHere)
        {
            await sessions.KeepAsync(account);
        }
        else
        {
            await SessionBook.EndAllAsync(db, account.Id, but: null, cancellation);
        }

        trail.Record(db, new AuditEvent { What = Happenings.AddressChanged, AccountId = account.Id, Network = network });
        letters.Changed(account, change, undo, network);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new ConfirmNewAnswer.Changed(isHere);
    }

    // One update: the account still has the old address, and nobody else has the new one. Its name is unique, which has the last word.
    private async Task<bool> SwitchAsync(AddressChange change, CancellationToken cancellation)
    {
        var (old, next, stamp) = (names.NormalizeEmail(change.OldAddress), names.NormalizeEmail(change.NewAddress), RandomNumberGenerator.GetHexString(32));
        var (now, users) = (time.GetUtcNow(), db.Users);
        return await users.Where(row => row.Id == change.AccountId && row.NormalizedEmail == old && !users.Any(other => other.NormalizedUserName == next || other.NormalizedEmail == next))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Email, change.NewAddress).SetProperty(row => row.NormalizedEmail, next)
                    .SetProperty(row => row.UserName, change.NewAddress).SetProperty(row => row.NormalizedUserName, next)
                    .SetProperty(row => row.SecurityStamp, stamp).SetProperty(row => row.ConcurrencyStamp, stamp).SetProperty(row => row.ProfileChangedAt, now),
                cancellation) == 1;
    }

    private async Task<ConfirmNewAnswer> CloseAsync(Guid changeId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await db.OpenAt(now).Where(row => row.Id == changeId).ExecuteUpdateAsync(set => set.SetProperty(row => row.ClosedAt, now), cancellation);
        return new ConfirmNewAnswer.UsedUp();
    }
}

/// <summary>What came of a yes.</summary>
internal abstract record ConfirmNewAnswer
{
    private ConfirmNewAnswer()
    {
    }

    /// <summary>The account has its new address.</summary>
    /// <param name="IsHere">Whether this browser stays signed in to it.</param>
    internal sealed record Changed(bool IsHere) : ConfirmNewAnswer;

    /// <summary>This side's yes is noted; the other's is missing.</summary>
    internal sealed record OtherNext : ConfirmNewAnswer;

    /// <summary>The new mailbox says yes only where the account is signed in.</summary>
    internal sealed record NotHere : ConfirmNewAnswer;

    /// <summary>The link was used, is too old, or was never ours; or the address got another account meanwhile.</summary>
    internal sealed record UsedUp : ConfirmNewAnswer;
}
