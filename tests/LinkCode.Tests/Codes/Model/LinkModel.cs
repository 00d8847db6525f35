using LinkCode.Server.Codes;

namespace LinkCode.Tests.Codes.Model;

/// <summary>The legal life of one link request, written down a second time and without any SQL: what the store has to agree with.</summary>
internal sealed class LinkModel(Guid id, Guid appId, DateTimeOffset now, TimeSpan lifetime)
{
    public Guid Id { get; } = id;

    public Guid AppId { get; } = appId;

    public DateTimeOffset HardStopAt { get; } = now + LinkTimes.HardStop;

    public LinkState State { get; private set; }

    public LinkedHow How { get; private set; }

    public Guid? OwnerId { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; } = now + lifetime;

    public DateTimeOffset? ClaimedAt { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public DateTimeOffset? RedeemedAt { get; private set; }

    public bool IsOver(DateTimeOffset at) => ExpiresAt <= at;

    public bool IsOpen(DateTimeOffset at) => State is LinkState.Pending or LinkState.Claimed && !IsOver(at);

    public bool Hold(DateTimeOffset at) => If(IsOpen(at), () => Extend(at + LinkTimes.Hold));

    public bool Claim(DateTimeOffset at, Guid who, LinkedHow how) => If(
        IsOpen(at) && (State == LinkState.Pending || OwnerId == who || LeaseUntil <= at),
        () =>
        {
            ClaimedAt = State == LinkState.Claimed && OwnerId == who ? ClaimedAt : at;
            (State, OwnerId, LeaseUntil, How) = (LinkState.Claimed, who, at + LinkTimes.Lease, how);
            Extend(at + LinkTimes.Hold);
        });

    public bool Release(DateTimeOffset at, Guid who) => If(IsClaimedBy(who, at), () => (State, OwnerId, ClaimedAt, LeaseUntil) = (LinkState.Pending, null, null, null));

    public bool Approve(DateTimeOffset at, Guid who) => If(
        IsClaimedBy(who, at) && ClaimedAt + LinkTimes.ShortestReview <= at,
        () =>
        {
            // An approved device has time to fetch its tokens, whatever the hard stop of its code says.
            (State, DecidedAt) = (LinkState.Approved, at);
            ExpiresAt = Later(ExpiresAt, at + LinkTimes.Fetch);
        });

    public bool Deny(DateTimeOffset at, Guid who) => If(IsClaimedBy(who, at), () => (State, DecidedAt) = (LinkState.Denied, at));

    public bool Withdraw(DateTimeOffset at, Guid who) => If(State == LinkState.Approved && OwnerId == who, () => (State, DecidedAt) = (LinkState.Denied, at));

    public bool Cancel(DateTimeOffset at, Guid app) => If(
        (IsOpen(at) || (State == LinkState.Approved && !IsOver(at))) && AppId == app,
        () => (State, DecidedAt) = (LinkState.Cancelled, at));

    public bool Expire(DateTimeOffset at) => If(State is LinkState.Pending or LinkState.Claimed && IsOver(at), () => State = LinkState.Expired);

    public bool Redeem(DateTimeOffset at, Guid app, Guid who) => If(
        State == LinkState.Approved && !IsOver(at) && AppId == app && OwnerId == who,
        () => (State, RedeemedAt) = (LinkState.Redeemed, at));

    public bool IsForgotten(DateTimeOffset at) => ExpiresAt < at - LinkTimes.Memory;

    /// <summary>What a row of the database has to say.</summary>
    public override string ToString() => Describe(State, How, OwnerId, ExpiresAt, ClaimedAt, LeaseUntil, DecidedAt, RedeemedAt);

    public static string Describe(LinkRequest? row) => row is null
        ? "nothing"
        : Describe(row.State, row.How, row.OwnerId, row.ExpiresAt, row.ClaimedAt, row.LeaseUntil, row.DecidedAt, row.RedeemedAt);

    private static string Describe(params object?[] facts) => string.Join(' ', facts.Select(fact => fact is DateTimeOffset time ? $"{time:HH:mm:ss.fffffff}" : fact?.ToString() ?? "-"));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static bool If(bool isLegal, Action change)
    {
        if (isLegal)
        {
            change();
        }

        return isLegal;
    }

    private bool IsClaimedBy(Guid who, DateTimeOffset at) => State == LinkState.Claimed && OwnerId == who && !IsOver(at);

    private void Extend(DateTimeOffset until) => ExpiresAt = Later(ExpiresAt, until < HardStopAt ? until : HardStopAt);
}
