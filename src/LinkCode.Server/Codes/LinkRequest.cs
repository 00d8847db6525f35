using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Codes;

/// <summary>One attempt of one device to be linked. Read through this entity; written only by <see cref="LinkStore"/>.</summary>
internal sealed class LinkRequest
{
    /// <summary>The id in the device code, see <see cref="DeviceCode.NewId"/>; shown to nobody.</summary>
    public Guid Id { get; init; }

    /// <summary>The id of the device that comes of it, and what pages call this request by.</summary>
    public Guid DeviceId { get; init; }

    public Guid AppId { get; init; }

    /// <summary>The keyed hash of the user code; unique among those that live.</summary>
    public byte[] UserCodeHash { get; init; } = [];

    public LinkState State { get; init; }

    public LinkedHow How { get; init; }

    /// <summary>The account that claimed, and later approved or denied it.</summary>
    public Guid? OwnerId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>No hold keeps the code alive beyond this.</summary>
    public DateTimeOffset HardStopAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Until then no other account can claim it.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>The scopes asked for, separated by spaces.</summary>
    public string Scopes { get; init; } = "";

    /// <summary>The SHA-256 the device has to show the origin of (RFC 7636, S256), or null.</summary>
    public byte[]? Challenge { get; init; }

    /// <summary>The two-digit number the device shows once its code is claimed.</summary>
    public int ConfirmNumber { get; init; }

    /// <summary>The network the device asked from.</summary>
    public string Network { get; init; } = "";

    public DeviceFacts Facts { get; init; } = DeviceFacts.None;

    /// <summary>How the owner had proved to be the owner when saying yes, as <see cref="Accounts.Proven"/> writes it; null before, and for a yes of long ago.</summary>
    public string? ProvenBy { get; init; }

    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>Whether time has ended it.</summary>
    public bool HasExpired(DateTimeOffset now) => State == LinkState.Expired || ExpiresAt <= now;
}

internal sealed class LinkRequestTable : IEntityTypeConfiguration<LinkRequest>
{
    public void Configure(EntityTypeBuilder<LinkRequest> builder)
    {
        builder.ToTable("LinkRequests");

        // A code that time has ended may have come again since; it is of no use to anybody.
        builder.IsCopiedWhere("\"State\" > 1 OR \"ExpiresAt\" > $1");
        builder.HasIndex(link => link.UserCodeHash, "IX_LinkRequests_OwnCode").HasFilter("\"OwnerId\" IS NOT NULL");

        // A node's memory refuses a live user code that it knows; this refuses those that only other nodes know.
        builder.HasIndex(link => link.UserCodeHash, "IX_LinkRequests_LiveCode").IsUnique().HasFilter("\"State\" <= 1").IsOnlyAmongNodes();
        builder.HasIndex(link => link.DeviceId).IsUnique();
        builder.HasIndex(link => link.ExpiresAt);
        builder.Property(link => link.Network).HasMaxLength(60);
        builder.Property(link => link.Scopes).HasMaxLength(400);
        builder.Property(link => link.ProvenBy).HasMaxLength(60);
        builder.ComplexProperty(link => link.Facts, facts =>
        {
            facts.Property(f => f.Name).HasColumnName("DeviceName").HasMaxLength(DeviceFacts.Longest);
            facts.Property(f => f.Type).HasColumnName("DeviceType").HasMaxLength(DeviceFacts.Longest);
            facts.Property(f => f.Model).HasColumnName("DeviceModel").HasMaxLength(DeviceFacts.Longest);
            facts.Property(f => f.AppVersion).HasColumnName("AppVersion").HasMaxLength(DeviceFacts.Longest);
            facts.Property(f => f.InstallationId).HasColumnName("InstallationId").HasMaxLength(DeviceFacts.Longest);
            facts.Property(f => f.Languages).HasColumnName("Languages").HasMaxLength(DeviceFacts.Longest);
        });
    }
}
