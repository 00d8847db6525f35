using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Apps;

/// <summary>Apps that are registered from configuration at every start. Section <c>LinkCode:Apps</c>.</summary>
public sealed class AppsOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Apps";

    /// <summary>The apps by id (the OAuth <c>client_id</c>).</summary>
    public IDictionary<string, AppSettings> Registered { get; } = new Dictionary<string, AppSettings>(StringComparer.Ordinal);

    /// <summary>Seconds until a change made by another process is seen. Default 2, 1 to 60.</summary>
    [Range(1, 60)]
    public int RefreshSeconds { get; set; } = 2;
}

/// <summary>One registered app.</summary>
public sealed class AppSettings
{
    /// <summary>The name people see, 1 to 60 characters.</summary>
    [Required, StringLength(60, MinimumLength = 1)]
    public string Name { get; set; } = "";

    /// <summary>Who made it, at most 60 characters.</summary>
    [StringLength(60)]
    public string Publisher { get; set; } = "";

    /// <summary>Whether the operator has checked the publisher. Default false.</summary>
    public bool Verified { get; set; }

    /// <summary>What it runs on: <c>Tv</c>, <c>Console</c>, <c>Cli</c>, <c>Iot</c>, <c>Agent</c> or <c>Browser</c>.</summary>
    public string Kind { get; set; } = "Tv";

    /// <summary>The secret of a confidential app; empty for a public one.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Scopes it may ask for, separated by spaces. Default <c>openid profile offline_access</c>.</summary>
    public string Scopes { get; set; } = "openid profile offline_access";

    /// <summary>Scopes of a request that names none. Default: all it may ask for.</summary>
    public string DefaultScopes { get; set; } = "";

    /// <summary>Where an app with a browser gets its answer; exact addresses.</summary>
    public IList<string> RedirectUris { get; } = [];

    /// <summary>The path of its picture below this site.</summary>
    public string IconPath { get; set; } = "";

    /// <summary>The ground of its tile where people are asked about it, as <c>#d93025</c>; it has to be seen on light and on dark pages (3:1). Nothing else takes it. Default none.</summary>
    public string Colour { get; set; } = "";

    /// <summary>Whether the device gets an address that already contains its code. Default true.</summary>
    public bool CompleteLink { get; set; } = true;

    /// <summary>Nine digits instead of letters. Default false.</summary>
    public bool Digits { get; set; }

    /// <summary>Whether its devices have to prove a key of their own with every request (DPoP, RFC 9449), so that stolen codes and tokens are worth nothing. Devices that offer a proof are bound to it in any case. Default false.</summary>
    public bool DPoP { get; set; }

    /// <summary>Whether its devices are approved only by a person who has signed in within the last five minutes; everybody else is asked for the password, or a passkey, on the way. Default false.</summary>
    public bool FreshSignIn { get; set; }

    /// <summary>Seconds a code lives. Default 600, 60 to 1800.</summary>
    [Range(60, 1800)]
    public int CodeLifetimeSeconds { get; set; } = 600;

    /// <summary>Days a device may stay unused. Default 180, 1 to 365.</summary>
    [Range(1, 365)]
    public int IdleDays { get; set; } = 180;

    /// <summary>Days a device stays linked however often it is used; 0 means for as long as it is used. Default 0, 0 to 3650.</summary>
    [Range(0, 3650)]
    public int MostDays { get; set; }
}
