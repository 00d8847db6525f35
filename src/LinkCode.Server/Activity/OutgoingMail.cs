using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Activity;

/// <summary>A mail that has to leave, or has left.</summary>
internal sealed class OutgoingMail
{
    public long Id { get; set; }

    public required string To { get; set; }

    /// <summary>The letter, sealed because it may hold a link that opens an account; empty once nothing is left to do with it.</summary>
    public required byte[] Content { get; set; }

    public DateTimeOffset QueuedAt { get; set; }

    /// <summary>When it is due; null once it was sent or given up.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public int Tries { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Why the last try failed: a kind of error and a status, never the other side's words, which may name the address.</summary>
    public string Failure { get; set; } = "";

    /// <summary>Whether nothing may be left of it once there is nothing left to do with it: the last letter to somebody who is gone.</summary>
    public bool IsLast { get; set; }
}

internal sealed class OutgoingMailTable : IEntityTypeConfiguration<OutgoingMail>
{
    public const string Name = "OutgoingMails";

    public void Configure(EntityTypeBuilder<OutgoingMail> builder)
    {
        builder.ToTable(Name);
        builder.Property(mail => mail.To).HasMaxLength(320);
        builder.Property(mail => mail.Failure).HasMaxLength(80);
        builder.HasIndex(mail => mail.DueAt);
    }
}
