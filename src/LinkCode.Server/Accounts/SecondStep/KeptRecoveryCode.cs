using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>What is kept of a recovery code: enough to know it again, once.</summary>
internal sealed class KeptRecoveryCode
{
    public const int HashLength = 32;
    public const int SaltLength = 16;

    public Guid AccountId { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>The same for all codes that were made together.</summary>
    public required byte[] Salt { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    public static IQueryable<KeptRecoveryCode> Unused(LinkCodeDb db, Guid accountId) =>
        db.Set<KeptRecoveryCode>().Where(code => code.AccountId == accountId && code.UsedAt == null);
}

internal sealed class KeptRecoveryCodeTable : IEntityTypeConfiguration<KeptRecoveryCode>
{
    public void Configure(EntityTypeBuilder<KeptRecoveryCode> builder)
    {
        builder.ToTable("RecoveryCodes");
        builder.HasKey(code => new { code.AccountId, code.Hash });
        builder.Property(code => code.Hash).HasMaxLength(KeptRecoveryCode.HashLength);
        builder.Property(code => code.Salt).HasMaxLength(KeptRecoveryCode.SaltLength);
        builder.HasOne<Account>().WithMany().HasForeignKey(code => code.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
