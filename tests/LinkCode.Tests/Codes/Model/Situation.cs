using LinkCode.Server.Codes;

namespace LinkCode.Tests.Codes.Model;

/// <summary>Where a request stands as one account sees it: the rows of the table that says whether every branch was taken.</summary>
internal static class Situation
{
    private static readonly string[] Claims = ["claimed, not read", "claimed", "claimed, lease over", "claimed, time over"];
    private static readonly string[] Yeses = ["approved", "approved, time over"];
    private static readonly string[] Sides = ["mine", "another's"];

    /// <summary>Every situation there is.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["none", "pending", "pending, time over", .. Claims.Concat(Yeses).SelectMany(name => Sides.Select(side => $"{name}, {side}")), "redeemed", "denied", "cancelled", "expired"];

    public static string Of(LinkModel? link, Guid who, DateTimeOffset now)
    {
        if (link is null)
        {
            return "none";
        }

        var side = link.OwnerId == who ? Sides[0] : Sides[1];
        return link.State switch
        {
            LinkState.Pending => link.IsOver(now) ? "pending, time over" : "pending",
            LinkState.Claimed => $"{Claim(link, now)}, {side}",
            LinkState.Approved => $"{Yeses[link.IsOver(now) ? 1 : 0]}, {side}",
            _ => link.State.ToString().ToLowerInvariant(),
        };
    }

    private static string Claim(LinkModel link, DateTimeOffset now) => Claims[
        link.IsOver(now) ? 3 : link.LeaseUntil <= now ? 2 : link.ClaimedAt + LinkTimes.ShortestReview <= now ? 1 : 0];
}
