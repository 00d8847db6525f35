using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>A person's picture, as <see cref="PictureFile"/> left it. The account names the one that counts.</summary>
internal sealed class Picture
{
    public const int IdLength = 22;

    /// <summary>128 random bits, new for every picture: whoever was shown the address may show the picture, and nobody finds another.</summary>
    public required string Id { get; init; }

    public Guid AccountId { get; init; }

    public required string Type { get; init; }

    public required byte[] Content { get; init; }

    /// <summary>Where a picture is, on this site.</summary>
    public static string Path(string id) => "/pictures/" + id;
}

internal sealed class PictureTable : IEntityTypeConfiguration<Picture>
{
    public void Configure(EntityTypeBuilder<Picture> builder)
    {
        builder.ToTable("Pictures");
        builder.Property(picture => picture.Id).HasMaxLength(Picture.IdLength);
        builder.Property(picture => picture.Type).HasMaxLength(20);
        builder.Property(picture => picture.Content).HasMaxLength(PictureFile.LongestFile);
        builder.HasIndex(picture => picture.AccountId).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(picture => picture.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
