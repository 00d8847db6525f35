namespace LinkCode.Server.Codes;

/// <summary>Answers to a yes or a no.</summary>
internal abstract record DecideAnswer
{
    private DecideAnswer()
    {
    }

    /// <summary>It is decided, by this very answer.</summary>
    public sealed record Done(LinkRequest Link) : DecideAnswer;

    /// <summary>The review was shown for less than a second; show it again.</summary>
    public sealed record TooFast : DecideAnswer;

    /// <summary>It had ended before; this is how.</summary>
    public sealed record Ended(Guid DeviceId, LinkState State, bool HasExpired) : DecideAnswer;

    /// <summary>The request is not this account's (any more).</summary>
    public sealed record NotYours : DecideAnswer;
}
