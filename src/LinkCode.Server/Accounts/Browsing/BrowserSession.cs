using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts.Browsing;

/// <summary>A browser that is signed in, for its owner to see. The cookie is what signs it in; this row only tells of it.</summary>
internal sealed class BrowserSession
{
    /// <summary>The id in the session's claims.</summary>
    public required string Id { get; init; }

    public Guid AccountId { get; init; }

    public DateTimeOffset BegunAt { get; init; }

    /// <summary>When it was last used, ten minutes more or less.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>The network it was last used from, as limits count it.</summary>
    public string Network { get; init; } = "";

    /// <summary>What the browser calls itself, such as "Firefox", or empty.</summary>
    public string Browser { get; init; } = "";

    /// <summary>What it says it runs on, such as "Windows", or empty.</summary>
    public string System { get; init; } = "";

    /// <summary>The browser, by the id in its <c>known</c> cookie, when it had one before it was signed in.</summary>
    public Guid? KnownBrowser { get; init; }
}

internal sealed class BrowserSessionTable : IEntityTypeConfiguration<BrowserSession>
{
    public const string Name = "BrowserSessions";

    public void Configure(EntityTypeBuilder<BrowserSession> builder)
    {
        builder.ToTable(Name);
        builder.Property(session => session.Id).HasMaxLength(32);
        builder.Property(session => session.Network).HasMaxLength(64);
        builder.Property(session => session.Browser).HasMaxLength(BrowserWords.Longest);
        builder.Property(session => session.System).HasMaxLength(BrowserWords.Longest);
        builder.HasIndex(session => session.AccountId);
        builder.HasIndex(session => session.SeenAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(session => session.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
