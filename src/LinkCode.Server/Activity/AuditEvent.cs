using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Activity;

/// <summary>One thing that happened. Ids only: never codes, keys, addresses or names.</summary>
internal sealed class AuditEvent
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>What happened, in the words of the room it happened in, for example <c>account.signed-in</c>; at most 60 characters.</summary>
    public required string What { get; set; }

    /// <summary>Whose account it concerns.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Who did it, where that is somebody else, such as an operator.</summary>
    public Guid? ActorId { get; set; }

    public Guid? AppId { get; set; }

    public Guid? DeviceId { get; set; }

    /// <summary>The network it came from, as limits count it; empty for what the server or a command did.</summary>
    public string Network { get; set; } = "";
}

internal sealed class AuditEventTable : IEntityTypeConfiguration<AuditEvent>
{
    public const string Name = "AuditEvents";

    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable(Name);
        builder.Property(happened => happened.What).HasMaxLength(60);
        builder.Property(happened => happened.Network).HasMaxLength(64);
        builder.HasIndex(happened => new { happened.AccountId, happened.At });
        builder.HasIndex(happened => happened.At);
    }
}
