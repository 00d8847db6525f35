using LinkCode.Server.Codes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Devices;

/// <summary>Why a device is not linked any more. The numbers are stored.</summary>
internal enum RemovedBy
{
    /// <summary>Its owner, on the devices page.</summary>
    Person = 1,

    /// <summary>Its owner, moments after linking it.</summary>
    Undo = 2,

    /// <summary>The device itself.</summary>
    Device = 3,

    /// <summary>An old refresh token was used: somebody else may have it.</summary>
    Replay = 4,

    /// <summary>The same installation was linked again.</summary>
    LinkedAgain = 5,

    /// <summary>An authorization code was used twice.</summary>
    CodeReplay = 6,

    /// <summary>Its owner signed it out and kept it in the list.</summary>
    SignOut = 7,

    /// <summary>Its owner took it off the list after signing it out.</summary>
    Cleared = 8,

    /// <summary>Its owner did not know it.</summary>
    NotMine = 9,
}

/// <summary>A linked device, the truth about who is signed in where. Written only by <see cref="DeviceStore"/>.</summary>
internal sealed class Device
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public Guid AppId { get; init; }

    /// <summary>The name its owner sees: what the device called itself until the owner renames it.</summary>
    public string Name { get; init; } = "";

    public string Model { get; init; } = "";

    public string AppVersion { get; init; } = "";

    /// <summary>The installation's own random id, or empty; linking it again replaces this row.</summary>
    public string InstallationId { get; init; } = "";

    public string Scopes { get; init; } = "";

    public LinkedHow How { get; init; }

    public DateTimeOffset LinkedAt { get; init; }

    public string LinkedFromNetwork { get; init; } = "";

    public DateTimeOffset LastUsedAt { get; init; }

    public string LastNetwork { get; init; } = "";

    /// <summary>How often its refresh token was exchanged; the token carries the number it was made with.</summary>
    public int Generation { get; init; }

    public DateTimeOffset RotatedAt { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }

    public RemovedBy? RemovedBy { get; init; }
}

internal sealed class DeviceTable : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.ToTable("Devices");
        builder.HasIndex(device => new { device.AccountId, device.RemovedAt });
        builder.HasIndex(device => device.RemovedAt);
        builder.Property(device => device.Name).HasMaxLength(60);
        builder.Property(device => device.Scopes).HasMaxLength(400);
    }
}
