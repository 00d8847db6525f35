namespace LinkCode.Server.Platform;

/// <summary>What the pages of every room may read of a session; Accounts puts it there.</summary>
internal static class SessionClaims
{
    /// <summary>What the person wants to be called.</summary>
    public const string DisplayName = "linkcode:name";
}
