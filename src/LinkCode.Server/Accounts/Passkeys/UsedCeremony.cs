using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>A question to a passkey that was answered. Whoever copied the answer and the cookie beside it comes too late.</summary>
internal sealed class UsedCeremony
{
    public Guid Id { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class UsedCeremonyTable : IEntityTypeConfiguration<UsedCeremony>
{
    public const string Name = "UsedCeremonies";

    public void Configure(EntityTypeBuilder<UsedCeremony> builder)
    {
        builder.ToTable(Name);
        builder.Property(ceremony => ceremony.Id).ValueGeneratedNever();
        builder.HasIndex(ceremony => ceremony.ExpiresAt);
    }
}
