using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts;

/// <summary>A link that makes one account: for a guest's address, or, without an address, for the first operator.</summary>
internal sealed class Invitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan SetupLifetime = TimeSpan.FromDays(1);

    public Guid Id { get; set; }

    public required byte[] KeyHash { get; set; }

    public string? Address { get; set; }

    public bool MakesOperator { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("Invitations");
        builder.Property(invitation => invitation.KeyHash).HasMaxLength(32);
        builder.Property(invitation => invitation.Address).HasMaxLength(256);
        builder.HasIndex(invitation => invitation.KeyHash).IsUnique();
        builder.HasIndex(invitation => invitation.ExpiresAt);
    }
}
