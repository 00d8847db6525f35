using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Looks at changes of address. Changes nothing: scanners open the links in mails, too.</summary>
internal sealed class ReadAddressChange(LinkCodeDb db, TimeProvider time)
{
    /// <summary>What a key from one of the two letters asks, or null when it is over.</summary>
    public async Task<AddressQuestion?> AskedAsync(string? key, CancellationToken cancellation) =>
        OneTimeKey.Read(key)?.Hash is not { } hash ? null : await db.OpenAt(hash, time.GetUtcNow())
            .Select(change => new AddressQuestion(
                change.AccountId,
                change.OldKeyHash == hash,
                change.OldAddress,
                change.NewAddress,
                change.OldKeyHash == hash ? change.OldConfirmedAt != null : change.NewConfirmedAt != null))
            .SingleOrDefaultAsync(cancellation);

    /// <summary>The change of an account that waits, or null.</summary>
    public Task<WaitingChange?> WaitingAsync(Guid accountId, CancellationToken cancellation) => db.OpenAt(time.GetUtcNow()).Where(change => change.AccountId == accountId)
        .Select(change => new WaitingChange(change.NewAddress, change.OldConfirmedAt != null, change.NewConfirmedAt != null)).SingleOrDefaultAsync(cancellation);

    /// <summary>Which change a key from the letter afterwards would take back, or null when it is too late.</summary>
    public async Task<UndoQuestion?> UndoableAsync(string? key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return OneTimeKey.Read(key)?.Hash is not { } hash ? null : await db.Set<AddressChange>()
            .Where(change => change.UndoKeyHash == hash && change.UndoneAt == null && change.UndoUntil > now)
            .Select(change => new UndoQuestion(change.OldAddress, change.NewAddress)).SingleOrDefaultAsync(cancellation);
    }
}

/// <summary>What one of the two mailboxes is asked.</summary>
/// <param name="AccountId">Whose address it is.</param>
/// <param name="IsOld">Whether the old mailbox is asked; the new one otherwise.</param>
/// <param name="Old">The address as it is.</param>
/// <param name="New">The address as it would be.</param>
/// <param name="HasSaidYes">Whether this side has said yes, and only the other is missing.</param>
internal sealed record AddressQuestion(Guid AccountId, bool IsOld, string Old, string New, bool HasSaidYes);

/// <summary>A change as its owner sees it.</summary>
internal sealed record WaitingChange(string New, bool OldSaidYes, bool NewSaidYes);

/// <summary>A change that was made and can be taken back.</summary>
internal sealed record UndoQuestion(string Old, string New);
