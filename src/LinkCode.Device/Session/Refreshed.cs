namespace LinkCode.Device;

/// <summary>What a refresh came to.</summary>
internal abstract record Refreshed
{
    private Refreshed()
    {
    }

    internal sealed record Fresh(TokenSet Tokens, Exception? StoreTrouble) : Refreshed;

    /// <summary>The link is over: the server refuses the refresh token, or there is none.</summary>
    internal sealed record Lost(LinkFailure Failure) : Refreshed;

    /// <summary>It did not work this time; the session stays.</summary>
    internal sealed record NotNow(LinkFailure Failure) : Refreshed;
}
