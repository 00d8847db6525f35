using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore.Models;

namespace LinkCode.Server.Apps;

/// <summary>What a device or program is made for; decides its picture and its words.</summary>
internal enum AppKind
{
    Tv,
    Console,
    Cli,
    Iot,
    Agent,
    Browser,
}

/// <summary>A registered app (OAuth client): what may ask for a link.</summary>
internal sealed class App : OpenIddictEntityFrameworkCoreApplication<Guid, AppAuthorization, AppToken>
{
    /// <summary>Who made it, as people see it; at most 60 characters.</summary>
    public string Publisher { get; set; } = "";

    /// <summary>Whether the operator has checked that the publisher is who it says.</summary>
    public bool IsVerified { get; set; }

    public AppKind Kind { get; set; }

    /// <summary>The path of its picture below this site, or empty for the picture of its kind.</summary>
    public string IconPath { get; set; } = "";

    /// <summary>Whether the device gets an address that already contains its code.</summary>
    public bool AllowsCompleteLink { get; set; } = true;

    /// <summary>Nine digits instead of letters, for remote controls without a keyboard.</summary>
    public bool UsesDigits { get; set; }

    /// <summary>How long a code lives, in seconds; 60 to 1800.</summary>
    public int CodeLifetimeSeconds { get; set; } = 600;

    /// <summary>Days a device may stay unused before it has to be linked again; 1 to 365.</summary>
    public int IdleDays { get; set; } = 180;

    /// <summary>Days a device stays linked however often it is used; 0 for as long as it is used.</summary>
    public int MostDays { get; set; }

    /// <summary>Whether its devices have to prove a key of their own with every request (RFC 9449).</summary>
    public bool RequiresProof { get; set; }

    /// <summary>Whether its devices are approved only by a person who has signed in within the last five minutes.</summary>
    public bool RequiresFreshSignIn { get; set; }

    /// <summary>The scopes a request without scopes gets, separated by spaces.</summary>
    public string DefaultScopes { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>OpenIddict's authorization table; never filled, because the device row says who is linked (decision 0003).</summary>
internal sealed class AppAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, App, AppToken>;

/// <summary>OpenIddict's scope table; never filled, because scopes are a closed list in code.</summary>
internal sealed class AppScope : OpenIddictEntityFrameworkCoreScope<Guid>;

/// <summary>OpenIddict's token table; never filled, because tokens carry what they need (decision 0003).</summary>
internal sealed class AppToken : OpenIddictEntityFrameworkCoreToken<Guid, App, AppAuthorization>;

internal sealed class AppTable : IEntityTypeConfiguration<App>
{
    public void Configure(EntityTypeBuilder<App> builder)
    {
        builder.Property(app => app.Publisher).HasMaxLength(60);
        builder.Property(app => app.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(app => app.IconPath).HasMaxLength(200);
        builder.Property(app => app.DefaultScopes).HasMaxLength(400);
    }
}
