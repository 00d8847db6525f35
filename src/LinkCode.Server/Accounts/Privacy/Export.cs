using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>What a person takes along: asked for, being made, or ready to be fetched for some days. At most one for an account.</summary>
internal sealed class Export
{
    /// <summary>How often it is begun again, when the server died over it or failed.</summary>
    public const int MostTries = 5;

    public Guid AccountId { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>The language it is written in.</summary>
    public string Language { get; init; } = "";

    /// <summary>How often it was begun.</summary>
    public int Tries { get; init; }

    /// <summary>How many parts are done.</summary>
    public int Done { get; init; }

    /// <summary>How many parts there are; 0 before anybody has begun.</summary>
    public int Parts { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>When it is deleted, or word that it failed; null while it is being made.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The file, once it is ready.</summary>
    public byte[]? Content { get; init; }
}

internal sealed class ExportTable : IEntityTypeConfiguration<Export>
{
    public void Configure(EntityTypeBuilder<Export> builder)
    {
        builder.ToTable("Exports");
        builder.HasKey(export => export.AccountId);
        builder.Property(export => export.AccountId).ValueGeneratedNever();
        builder.Property(export => export.Language).HasMaxLength(20);
        builder.HasOne<Account>().WithOne().HasForeignKey<Export>(export => export.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
