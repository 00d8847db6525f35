using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>A change of an account's mail address: both mailboxes have to say yes before it is made, and the old one may take it back afterwards.</summary>
internal sealed class AddressChange
{
    /// <summary>How long both have to say yes.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>How long the old mailbox may take it back.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromDays(7);

    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public required string OldAddress { get; init; }

    public required string NewAddress { get; init; }

    public required byte[] OldKeyHash { get; init; }

    /// <summary>Of a key that nobody was sent, where the new address belongs to somebody else.</summary>
    public required byte[] NewKeyHash { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the old mailbox said yes.</summary>
    public DateTimeOffset? OldConfirmedAt { get; init; }

    /// <summary>When the new one did.</summary>
    public DateTimeOffset? NewConfirmedAt { get; init; }

    /// <summary>When it was over: made, refused, taken back, or replaced by another one. An account has one that is not.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When the address was changed.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    public byte[]? UndoKeyHash { get; init; }

    public DateTimeOffset? UndoUntil { get; init; }

    /// <summary>When it was taken back, or an earlier one was.</summary>
    public DateTimeOffset? UndoneAt { get; init; }
}

internal sealed class AddressChangeTable : IEntityTypeConfiguration<AddressChange>
{
    public void Configure(EntityTypeBuilder<AddressChange> builder)
    {
        builder.ToTable("AddressChanges");
        builder.Property(change => change.OldAddress).HasMaxLength(256);
        builder.Property(change => change.NewAddress).HasMaxLength(256);
        builder.Property(change => change.OldKeyHash).HasMaxLength(32);
        builder.Property(change => change.NewKeyHash).HasMaxLength(32);
        builder.Property(change => change.UndoKeyHash).HasMaxLength(32);
        builder.HasIndex(change => change.AccountId).IsUnique().HasFilter("\"ClosedAt\" IS NULL");
        builder.HasIndex(change => change.OldKeyHash).IsUnique();
        builder.HasIndex(change => change.NewKeyHash).IsUnique();
        builder.HasIndex(change => change.UndoKeyHash).IsUnique();
        builder.HasIndex(change => change.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(change => change.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
