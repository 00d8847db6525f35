using System.Data.Common;
using System.Security.Cryptography;
using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Gives an account its old address back, by the letter that went there, and ends every browser's session. Changes that came after it end, too.</summary>
internal sealed class UndoNewAddress(LinkCodeDb db, ILookupNormalizer names, AddressLetters letters, AuditTrail trail, TimeProvider time)
{
    public async Task<UndoNewAnswer> RunAsync(string? key, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (OneTimeKey.Read(key)?.Hash is not { } hash
            || await Good(hash, now).AsNoTracking().SingleOrDefaultAsync(cancellation) is not { } change)
        {
            return new UndoNewAnswer.UsedUp();
        }

        try
        {
            return await UndoAsync(change, hash, network, cancellation);
        }
        catch (DbException error) when (StoreTrouble.IsTaken(error))
        {
            return new UndoNewAnswer.Taken();
        }
    }

    /// <summary>The account whose address this key gave back, as long as it could have; what belongs to it may have to be done again.</summary>
    public async Task<Guid?> UsedForAsync(string? key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return OneTimeKey.Read(key)?.Hash is { } hash
            ? await db.Set<AddressChange>().Where(row => row.UndoKeyHash == hash && row.UndoneAt != null && row.UndoUntil > now).Select(row => (Guid?)row.AccountId).SingleOrDefaultAsync(cancellation)
            : null;
    }

    private async Task<UndoNewAnswer> UndoAsync(AddressChange change, byte[] hash, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await Good(hash, now).ExecuteUpdateAsync(set => set.SetProperty(row => row.UndoneAt, now), cancellation) != 1)
        {
            return new UndoNewAnswer.UsedUp();
        }

        var before = await db.Users.AsNoTracking().Where(row => row.Id == change.AccountId).Select(row => row.Email!).SingleAsync(cancellation);
        if (!await SwitchAsync(change, cancellation))
        {
            return new UndoNewAnswer.Taken();
        }

        // Whoever moved the address on from there can neither take this back nor go on.
        var later = db.Set<AddressChange>().Where(row => row.AccountId == change.AccountId && row.Id != change.Id && row.StartedAt >= change.StartedAt);
        await later.Where(row => row.ClosedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.ClosedAt, now), cancellation);
        await later.Where(row => row.UndoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.UndoneAt, now), cancellation);
        await db.EndResetsAsync(change.AccountId, now, cancellation);
        await SessionBook.EndAllAsync(db, change.AccountId, but: null, cancellation);
        var account = await db.Users.SingleAsync(row => row.Id == change.AccountId, cancellation);
        trail.Record(db, new AuditEvent { What = Happenings.AddressUndone, AccountId = account.Id, Network = network });
        letters.Undone(account, before, network);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new UndoNewAnswer.Undone(account.Id);
    }

    private async Task<bool> SwitchAsync(AddressChange change, CancellationToken cancellation)
    {
        var (old, stamp) = (names.NormalizeEmail(change.OldAddress), RandomNumberGenerator.GetHexString(32));
        var (now, users) = (time.GetUtcNow(), db.Users);
        return await users.Where(row => row.Id == change.AccountId && !users.Any(other => other.Id != change.AccountId && (other.NormalizedUserName == old || other.NormalizedEmail == old)))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Email, change.OldAddress).SetProperty(row => row.NormalizedEmail, old)
                    .SetProperty(row => row.UserName, change.OldAddress).SetProperty(row => row.NormalizedUserName, old)
                    .SetProperty(row => row.SecurityStamp, stamp).SetProperty(row => row.ConcurrencyStamp, stamp).SetProperty(row => row.ProfileChangedAt, now),
                cancellation) == 1;
    }

    private IQueryable<AddressChange> Good(byte[] hash, DateTimeOffset now) =>
        db.Set<AddressChange>().Where(row => row.UndoKeyHash == hash && row.UndoneAt == null && row.UndoUntil > now);
}

/// <summary>What came of taking a change of address back.</summary>
internal abstract record UndoNewAnswer
{
    private UndoNewAnswer()
    {
    }

    /// <summary>The account has its old address, and nobody is signed in to it.</summary>
    internal sealed record Undone(Guid AccountId) : UndoNewAnswer;

    /// <summary>The old address belongs to another account by now.</summary>
    internal sealed record Taken : UndoNewAnswer;

    /// <summary>The link was used, is too old, or was never ours.</summary>
    internal sealed record UsedUp : UndoNewAnswer;
}
