namespace LinkCode.Device;

/// <summary>What discovery came to.</summary>
internal abstract record Found
{
    private Found()
    {
    }

    internal sealed record Server(LinkServer Endpoints) : Found;

    internal sealed record Trouble(string Reason, TimeSpan? RetryAfter) : Found;

    internal sealed record Failed(LinkFailure Failure) : Found;
}
