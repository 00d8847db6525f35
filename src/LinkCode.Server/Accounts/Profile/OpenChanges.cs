using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Changes of address that can still be made, for those who work on them.</summary>
internal static class OpenChanges
{
    public static IQueryable<AddressChange> OpenAt(this LinkCodeDb db, DateTimeOffset now) =>
        db.Set<AddressChange>().Where(change => change.ClosedAt == null && change.ExpiresAt > now);

    /// <summary>The one that a key from one of its two letters is about.</summary>
    public static IQueryable<AddressChange> OpenAt(this LinkCodeDb db, byte[] hash, DateTimeOffset now) =>
        db.OpenAt(now).Where(change => change.OldKeyHash == hash || change.NewKeyHash == hash);

    /// <summary>Links that make a new password lie in the mailbox that was; they end with it.</summary>
    public static Task EndResetsAsync(this LinkCodeDb db, Guid accountId, DateTimeOffset now, CancellationToken cancellation) =>
        db.Set<PasswordReset>().Where(reset => reset.AccountId == accountId && reset.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(reset => reset.UsedAt, now), cancellation);
}
