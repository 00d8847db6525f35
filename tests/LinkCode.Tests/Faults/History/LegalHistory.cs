namespace LinkCode.Tests.Faults.History;

/// <summary>
/// Whether there is an order in which the recorded operations of one code can have happened one after another, each between its question
/// and its answer, and each answer the right one (linearizability; the search of Wing and Gong with a memory of what led nowhere).
/// </summary>
internal sealed class LegalHistory
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestReview = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly IReadOnlyList<Operation> operations;
    private readonly bool provesItself;
    private readonly HashSet<(ulong Done, Standing Standing)> deadEnds = [];

    private LegalHistory(IReadOnlyList<Operation> operations, bool provesItself) => (this.operations, this.provesItself) = (operations, provesItself);

    private enum State
    {
        Pending,
        Claimed,
        Approved,
        Redeemed,
        Denied,
        Cancelled,
        Removed,
    }

    /// <param name="operations">What was recorded of one code, at most 64.</param>
    /// <param name="provesItself">Whether its device has a verifier, so that a lost answer may be repeated.</param>
    public static bool Explains(IReadOnlyList<Operation> operations, bool provesItself) =>
        operations.All(operation => operation.Outcome != Outcome.Broken) && new LegalHistory(operations, provesItself).Search(0, new Standing(State.Pending, -1, default, default));

    private bool Search(ulong done, Standing standing)
    {
        var first = TimeSpan.MaxValue;
        var isOver = true;
        for (var i = 0; i < operations.Count; i++)
        {
            if ((done & (1UL << i)) == 0)
            {
                isOver &= operations[i].Outcome == Outcome.Unknown;
                first = operations[i].Latest < first ? operations[i].Latest : first;
            }
        }

        // What nobody heard of need not have happened.
        if (isOver)
        {
            return true;
        }

        if (!deadEnds.Add((done, standing)))
        {
            return false;
        }

        for (var i = 0; i < operations.Count; i++)
        {
            if ((done & (1UL << i)) == 0 && operations[i].Asked <= first)
            {
                foreach (var next in After(standing, operations[i]))
                {
                    if (Search(done | (1UL << i), next))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    // Where a request can stand after an operation that was answered so; nowhere, when that answer was wrong.
    private IEnumerable<Standing> After(Standing at, Operation operation)
    {
        var happened = Happened(at, operation);
        return operation.Outcome switch
        {
            Outcome.Busy => [at],
            Outcome.Unknown => happened is null ? [at] : [at, happened.Value],

            // Both answer the same whether there was still something to end or not.
            _ when operation.Deed == Deed.Cancel || (operation.Deed == Deed.Deny && operation.Outcome == Outcome.Yes) => [happened ?? at],
            _ when operation.Deed == Deed.Poll => Polled(at, operation),
            Outcome.Yes => happened is null ? [] : [happened.Value],
            _ => happened is null || IsUnsure(at, operation) ? [at] : [],
        };
    }

    private static Standing? Happened(Standing at, Operation operation) => (operation.Deed, at.State) switch
    {
        (Deed.Poll, State.Approved) => at with { State = State.Redeemed, Since = operation.Answered },
        (Deed.Claim, State.Pending) => new Standing(State.Claimed, operation.Who, operation.Asked, operation.Answered),
        (Deed.Claim, State.Claimed) when at.Owner == operation.Who => at,
        (Deed.Claim, State.Claimed) when operation.Answered - at.From >= Lease => new Standing(State.Claimed, operation.Who, operation.Asked, operation.Answered),
        (Deed.Approve, State.Claimed) when at.Owner == operation.Who => at with { State = State.Approved },
        (Deed.Deny, State.Claimed) when at.Owner == operation.Who => at with { State = State.Denied },
        (Deed.Undo, State.Approved) when at.Owner == operation.Who => at with { State = State.Denied },
        (Deed.Undo, State.Redeemed) when at.Owner == operation.Who => at with { State = State.Removed },
        (Deed.Cancel, State.Pending or State.Claimed or State.Approved) => at with { State = State.Cancelled },
        _ => null,
    };

    private IEnumerable<Standing> Polled(Standing at, Operation operation)
    {
        var isLegal = operation.Outcome switch
        {
            Outcome.Pending => at.State is State.Pending or State.Claimed,
            Outcome.Denied => at.State == State.Denied,
            Outcome.Expired => at.State == State.Cancelled || operation.Answered >= Lifetime,
            Outcome.Refused => at.State == State.Removed || (at.State == State.Redeemed && (!provesItself || operation.Answered - at.Since >= Leeway - ShortestReview)),
            _ => false,
        };
        if (operation.Outcome == Outcome.Refused && at.State == State.Approved && operations.Any(other => other.Deed == Deed.Undo && other.Asked <= operation.Answered && other.Latest >= operation.Asked))
        {
            // Redeemed, and undone before the tokens were handed over.
            return [at with { State = State.Redeemed, Since = operation.Answered }];
        }

        return operation.Outcome == Outcome.Tokens
            ? at.State == State.Approved ? [at with { State = State.Redeemed, Since = operation.Answered }] : at.State == State.Redeemed && provesItself ? [at] : []
            : isLegal ? [at] : [];
    }

    // A yes within a second of the claim is too fast, and a claim near the end of another's lease may go either way.
    private static bool IsUnsure(Standing at, Operation operation) => operation.Deed switch
    {
        Deed.Approve => operation.Asked - at.Since < ShortestReview + TimeSpan.FromMilliseconds(200),
        Deed.Claim => at.State == State.Claimed && at.Owner != operation.Who,
        _ => false,
    };

    /// <param name="From">The earliest moment of the claim.</param>
    /// <param name="Since">The latest moment of the claim or redemption.</param>
    private readonly record struct Standing(State State, int Owner, TimeSpan From, TimeSpan Since);
}
