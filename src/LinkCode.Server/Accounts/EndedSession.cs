using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts;

/// <summary>A session that was signed out: a copy of its cookie is refused for as long as the cookie could live.</summary>
internal sealed class EndedSession
{
    /// <summary>The id in the session's claims.</summary>
    public required string Id { get; init; }

    public DateTimeOffset EndedAt { get; init; }
}

internal sealed class EndedSessionTable : IEntityTypeConfiguration<EndedSession>
{
    public void Configure(EntityTypeBuilder<EndedSession> builder)
    {
        builder.ToTable("EndedSessions");
        builder.Property(session => session.Id).HasMaxLength(32);
        builder.HasIndex(session => session.EndedAt);
    }
}
