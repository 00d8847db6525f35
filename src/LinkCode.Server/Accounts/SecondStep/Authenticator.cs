using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>The authenticator app of an account; at most one, and it counts only once a code of it was seen.</summary>
internal sealed class Authenticator
{
    /// <summary>A key that was shown and not confirmed is shown no longer than this.</summary>
    public static readonly TimeSpan SetUpTime = TimeSpan.FromMinutes(30);

    public Guid AccountId { get; init; }

    /// <summary>The key the app has, sealed by <see cref="AuthenticatorKeys"/>.</summary>
    public required byte[] SealedKey { get; set; }

    public DateTimeOffset SetUpAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The half minute of the last code that was accepted; no code of it or before is accepted again.</summary>
    public long LastStep { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The account's app, when it has one that counts.</summary>
    public static IQueryable<Authenticator> Of(LinkCodeDb db, Guid accountId) =>
        db.Set<Authenticator>().Where(app => app.AccountId == accountId && app.ConfirmedAt != null);

    /// <summary>The account's app that is being set up.</summary>
    public static IQueryable<Authenticator> Unconfirmed(LinkCodeDb db, Guid accountId, DateTimeOffset now)
    {
        var after = now - SetUpTime;
        return db.Set<Authenticator>().Where(app => app.AccountId == accountId && app.ConfirmedAt == null && app.SetUpAt > after);
    }
}

internal sealed class AuthenticatorTable : IEntityTypeConfiguration<Authenticator>
{
    public void Configure(EntityTypeBuilder<Authenticator> builder)
    {
        builder.ToTable("Authenticators");
        builder.HasKey(app => app.AccountId);
        builder.Property(app => app.SealedKey).HasMaxLength(400);
        builder.HasOne<Account>().WithMany().HasForeignKey(app => app.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
