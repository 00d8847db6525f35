using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.OAuth;

/// <summary>How long tokens and keys live. Section <c>LinkCode:OAuth</c>.</summary>
public sealed class OAuthOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:OAuth";

    /// <summary>Minutes an access token lives. Default 10, 1 to 60.</summary>
    [Range(1, 60)]
    public int AccessTokenMinutes { get; set; } = 10;

    /// <summary>Days after which the next start makes a new signing key; it signs from the first start on a later day. Default 90, 1 to 365.</summary>
    [Range(1, 365)]
    public int SigningKeyDays { get; set; } = 90;

    /// <summary>Whether every DPoP proof has to carry a nonce of this server, and not only those of devices whose clock is off. Costs devices one more request now and then. Default false.</summary>
    public bool ProofNonces { get; set; }
}
