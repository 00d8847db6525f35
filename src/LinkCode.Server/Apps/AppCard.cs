using System.Collections.Frozen;
using LinkCode.Server.Platform.Looks;

namespace LinkCode.Server.Apps;

/// <summary>What the other rooms know of a registered app: a copy in memory that never changes.</summary>
internal sealed record AppCard(
    Guid Id,
    string ClientId,
    string Name,
    string Publisher,
    bool IsVerified,
    AppKind Kind,
    string IconPath,
    bool IsPublic,
    bool MayUseDeviceCodes,
    bool AllowsCompleteLink,
    bool UsesDigits,
    TimeSpan CodeLifetime,
    TimeSpan IdleTime,
    string DefaultScopes,
    FrozenSet<string> Scopes)
{
    /// <summary>The ground of its tile where people are asked about it, or null.</summary>
    public Colour? Colour { get; init; }

    /// <summary>How long a device stays linked however often it is used; null for as long as it is used.</summary>
    public TimeSpan? MostTime { get; init; }

    /// <summary>Whether everything is permitted that a plain request for codes needs, and nothing has to be proven: the endpoint, the grant and refresh tokens.</summary>
    public bool MayAskForCodes { get; init; }

    /// <summary>Whether its devices have to prove a key of their own with every request (RFC 9449).</summary>
    public bool RequiresProof { get; init; }

    /// <summary>Whether its devices are approved only by a person who has signed in within the last five minutes.</summary>
    public bool RequiresFreshSignIn { get; init; }

    /// <summary>The exact addresses it may get its answers at, where it has a browser.</summary>
    public FrozenSet<string> RedirectUris { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The scopes a request really gets: those asked for, or the app's default ones.</summary>
    public string ScopesOrDefault(string asked) => asked.Length > 0 ? asked : DefaultScopes;
}
