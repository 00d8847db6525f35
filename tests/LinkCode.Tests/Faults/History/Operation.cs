namespace LinkCode.Tests.Faults.History;

/// <summary>What a worker asked for.</summary>
internal enum Deed
{
    Poll,
    Claim,
    Approve,
    Deny,
    Undo,
    Cancel,
}

/// <summary>What it heard.</summary>
internal enum Outcome
{
    /// <summary>No answer: the server died. It may have happened, then or not at all.</summary>
    Unknown,

    /// <summary>Come again later; nothing happened.</summary>
    Busy,
    Yes,
    No,
    Pending,
    Tokens,
    Denied,
    Expired,
    Refused,

    /// <summary>An answer that no server should give.</summary>
    Broken,
}

/// <summary>One recorded operation: who asked for what, what came back, and between which two moments it happened.</summary>
internal sealed record Operation(Deed Deed, int Who, TimeSpan Asked, TimeSpan Answered, Outcome Outcome)
{
    /// <summary>When it has happened at the latest, if it has.</summary>
    public TimeSpan Latest => Outcome == Outcome.Unknown ? TimeSpan.MaxValue : Answered;

    public override string ToString() => $"{Asked.TotalSeconds:N3}–{Answered.TotalSeconds:N3} {Deed} by {Who}: {Outcome}";
}
