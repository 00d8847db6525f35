using CsCheck;
using LinkCode.Server.Codes;

namespace LinkCode.Tests.Codes.Model;

/// <summary>What can be done to a link request.</summary>
internal enum Deed
{
    Start,
    StartWithTheSameCode,
    Hold,
    Claim,
    Release,
    Approve,
    Deny,
    Withdraw,
    Cancel,
    CancelAsAnotherApp,
    Expire,
    Redeem,
    RedeemAsAnotherApp,
    Forget,
    Wait,
}

/// <summary>A moment that matters for a link request.</summary>
internal enum Landmark
{
    ReviewWasRead,
    LeaseEnds,
    CodeEnds,
    HardStop,
    RowIsForgotten,
    MomentsLater,
    MinutesLater,
}

/// <summary>One step of a story: a deed, the request it is done to, by whom, and for <see cref="Deed.Wait"/> until when.</summary>
internal sealed record Step(Deed Deed, int Link, int Who, Landmark Until, int TicksOff)
{
    private static readonly Step Began = new(Deed.Start, 0, 0, default, 0);
    private static readonly Step[] Read = [Began, Do(Deed.Claim), WaitUntil(Landmark.ReviewWasRead)];

    // Stories begin somewhere along the ways a request can go, because chance alone rarely gets to their ends.
    private static readonly Step[][] Ways =
    [
        [], [Began], Read[..2], Read, [.. Read, Do(Deed.Approve)], [.. Read, Do(Deed.Approve), Do(Deed.Redeem)],
        [.. Read, Do(Deed.Deny)], [Began, Do(Deed.Cancel)], [Began, WaitUntil(Landmark.CodeEnds), Do(Deed.Expire)],
    ];

    private static readonly Gen<Deed> Deeds = Gen.Frequency(
        [.. Enum.GetValues<Deed>().Select(deed => (deed switch { Deed.Claim or Deed.Wait => 6, Deed.Approve => 4, Deed.Forget or Deed.Start => 1, _ => 2 }, Gen.Const(deed)))]);

    private static readonly Gen<int> Mostly0 = Gen.Frequency((3, Gen.Const(0)), (1, Gen.Const(1)));

    private static readonly Gen<Step> Any = Gen.Select(
        Deeds, Mostly0, Mostly0, Gen.Enum<Landmark>(), Gen.Int[-1, 1],
        (deed, link, who, until, off) => new Step(deed, link, who, until, off));

    /// <summary>Stories about two requests and two accounts.</summary>
    public static Gen<Step[]> Stories { get; } = Gen.Select(Gen.Int[0, Ways.Length - 1], Any.Array[1, 25], (way, rest) => Ways[way].Concat(rest).ToArray());

    /// <summary>Every deed by either account at every moment that matters, and a tick before and after it, wherever a request can stand; in an order that is mixed and always the same.</summary>
    public static IReadOnlyList<Step[]> Edges { get; } = Mixed(
        [.. from way in Ways
            from until in Enum.GetValues<Landmark>()
            from off in Enumerable.Range(-1, 3)
            from deed in Enum.GetValues<Deed>()
            from who in Enumerable.Range(0, 2)
            select (Step[])[.. way, new Step(Deed.Wait, 0, 0, until, off), new Step(deed, 0, who, until, off)]]);

    /// <summary>When a wait ends; never before it began.</summary>
    public DateTimeOffset End(LinkModel? link, DateTimeOffset now)
    {
        var until = Until switch
        {
            Landmark.ReviewWasRead => link?.ClaimedAt + LinkTimes.ShortestReview,
            Landmark.LeaseEnds => link?.LeaseUntil,
            Landmark.CodeEnds => link?.ExpiresAt,
            Landmark.HardStop => link?.HardStopAt,
            Landmark.RowIsForgotten => link?.ExpiresAt + LinkTimes.Memory,
            Landmark.MinutesLater => now.AddMinutes(9),
            _ => null,
        };
        until = (until ?? now.AddSeconds(1)).AddTicks(TicksOff);
        return until > now ? until.Value : now.AddMilliseconds(300);
    }

    private static Step Do(Deed deed) => Began with { Deed = deed };

    private static Step WaitUntil(Landmark until) => new(Deed.Wait, 0, 0, until, 0);

    private static Step[][] Mixed(Step[][] stories)
    {
        new Random(1).Shuffle(stories);

        // The moments themselves first; they are what mistakes are made about.
        return [.. stories.OrderBy(story => story[^1].TicksOff != 0)];
    }

    public override string ToString() => Deed == Deed.Wait ? $"wait until {Until} of {Link} {TicksOff:+0;-0;+0}" : $"{Deed} {Link} by {Who}";
}
