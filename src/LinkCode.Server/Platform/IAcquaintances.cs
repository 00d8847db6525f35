namespace LinkCode.Server.Platform;

/// <summary>Knows whose browser a request comes from, filled by the room of accounts, so that strangers behind the same address use up nobody's limits.</summary>
internal interface IAcquaintances
{
    /// <summary>The account this browser was last signed in to and its network, as one partition of a limit; null for a stranger's browser.</summary>
    string? NameOf(HttpContext http);
}
