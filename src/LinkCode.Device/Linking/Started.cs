namespace LinkCode.Device;

/// <summary>What asking for a code came to.</summary>
internal abstract record Started
{
    private Started()
    {
    }

    internal sealed record Ready(PendingLink Link) : Started;

    internal sealed record Trouble(string Reason, TimeSpan? RetryAfter) : Started;

    internal sealed record Failed(LinkFailure Failure) : Started;
}
