using LinkCode.Server.Codes;

namespace LinkCode.Tests.Codes.Model;

/// <summary>What a polling device is told, from the paper: the state of its request, and how long ago it last asked.</summary>
internal sealed class PollModel(LinkModel link)
{
    private const int Steps = 5;
    private const int Slowest = 60;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private int intervalSeconds = Steps;
    private DateTimeOffset? lastPollAt;

    /// <summary>The answer to a poll by the app, with the proof of its verifier or without.</summary>
    public string Poll(DateTimeOffset at, bool hasProof, bool sendsChallenge)
    {
        if (hasProof && link.IsOpen(at))
        {
            if (lastPollAt + TimeSpan.FromSeconds(intervalSeconds) - Grace > at)
            {
                intervalSeconds = Math.Min(intervalSeconds + Steps, Slowest);
                return $"SlowDown {intervalSeconds}";
            }

            lastPollAt = at;
            return $"Pending {link.State} {Math.Ceiling((link.ExpiresAt - at).TotalSeconds)}";
        }

        link.Expire(at);
        return !hasProof ? "Refused" : link.State switch
        {
            LinkState.Denied => "Denied",
            LinkState.Cancelled or LinkState.Expired => "Expired",
            LinkState.Redeemed => sendsChallenge && link.RedeemedAt + LinkTimes.Leeway > at ? "Repeat" : "Refused",
            _ => link.IsOver(at) ? "Expired" : "Approved",
        };
    }

    public static string Describe(PollAnswer answer) => answer switch
    {
        PollAnswer.Pending pending => $"Pending {pending.State} {pending.ExpiresInSeconds}",
        PollAnswer.SlowDown slow => $"SlowDown {slow.IntervalSeconds}",
        _ => answer.GetType().Name,
    };
}
