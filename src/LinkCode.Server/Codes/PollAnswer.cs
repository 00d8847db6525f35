namespace LinkCode.Server.Codes;

/// <summary>What a polling device is told (RFC 8628 §3.5).</summary>
internal abstract record PollAnswer
{
    private PollAnswer()
    {
    }

    /// <summary><c>authorization_pending</c>, with the extra members of our own client.</summary>
    public sealed record Pending(LinkState State, int ConfirmNumber, int ExpiresInSeconds) : PollAnswer;

    /// <summary><c>slow_down</c>: too early, and the interval has grown.</summary>
    public sealed record SlowDown(int IntervalSeconds) : PollAnswer;

    /// <summary><c>access_denied</c>.</summary>
    public sealed record Denied : PollAnswer;

    /// <summary><c>expired_token</c>.</summary>
    public sealed record Expired : PollAnswer;

    /// <summary><c>invalid_grant</c>: not a code of this app, or one that was used.</summary>
    public sealed record Refused : PollAnswer;

    /// <summary>Approved, and this device may have its tokens now.</summary>
    public sealed record Approved(LinkRequest Link) : PollAnswer;

    /// <summary>Redeemed moments ago by whoever holds the verifier; the answer was lost, so it is given again.</summary>
    public sealed record Repeat(LinkRequest Link) : PollAnswer;
}
