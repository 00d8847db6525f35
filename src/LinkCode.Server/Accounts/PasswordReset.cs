using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts;

/// <summary>A mailed link to make a new password. One without account was asked for with an unknown address, so that asking takes as long.</summary>
internal sealed class PasswordReset
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public Guid Id { get; set; }

    public required byte[] KeyHash { get; set; }

    public Guid? AccountId { get; set; }

    public string? Next { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class PasswordResetTable : IEntityTypeConfiguration<PasswordReset>
{
    public void Configure(EntityTypeBuilder<PasswordReset> builder)
    {
        builder.ToTable("PasswordResets");
        builder.Property(reset => reset.KeyHash).HasMaxLength(32);
        builder.Property(reset => reset.Next).HasMaxLength(LocalPath.Longest);
        builder.HasIndex(reset => reset.KeyHash).IsUnique();
        builder.HasIndex(reset => reset.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(reset => reset.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
