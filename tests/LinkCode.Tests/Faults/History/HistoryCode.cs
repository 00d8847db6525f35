using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Faults.History;

/// <summary>One code and everything that was recorded of it.</summary>
internal sealed class HistoryCode(TestDevice device, string ticket)
{
    private readonly long begin = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<Operation> operations = [];
    private volatile string? approvedDevice;

    public IReadOnlyList<Operation> Operations => [.. operations];

    public bool ProvesItself => device.Verifier is not null;

    /// <summary>The history is legal.</summary>
    public bool IsLegal => LegalHistory.Explains([.. operations.OrderBy(operation => operation.Asked)], ProvesItself);

    /// <summary>Does one thing and records it, whatever comes of it. False when the server died.</summary>
    public async Task<bool> DoAsync(Deed deed, int who, Visitor visitor)
    {
        var asked = Stopwatch.GetElapsedTime(begin);
        var outcome = Outcome.Unknown;
        try
        {
            outcome = await AskAsync(deed, visitor);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            // Nobody knows whether it happened.
        }

        operations.Enqueue(new Operation(deed, who, asked, Stopwatch.GetElapsedTime(begin), outcome));
        return outcome != Outcome.Unknown;
    }

    public override string ToString() => $"{(ProvesItself ? "with" : "without")} a verifier\n" + string.Join('\n', operations.OrderBy(operation => operation.Asked));

    private async Task<Outcome> AskAsync(Deed deed, Visitor visitor)
    {
        switch (deed)
        {
            case Deed.Poll:
                return Of(await device.PollAsync());
            case Deed.Claim:
                return await visitor.ClaimAsync(device.UserCode);
            case Deed.Deny:
                return await visitor.DenyAsync(ticket);
            case Deed.Undo:
                return approvedDevice is { } linked ? await visitor.UndoAsync(linked) : Outcome.Busy;
            case Deed.Cancel:
                var answer = await device.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", device.DeviceCode));
                return answer.Status == HttpStatusCode.OK ? Outcome.Yes : Of(answer);
            default:
                var (outcome, made) = await visitor.ApproveAsync(ticket);
                approvedDevice = made ?? approvedDevice;
                return outcome;
        }
    }

    private static Outcome Of(Answer answer) => ((int)answer.Status, answer.Error) switch
    {
        (200, _) => Outcome.Tokens,
        (429 or 503, _) => Outcome.Busy,
        (400, "authorization_pending" or "slow_down") => Outcome.Pending,
        (400, "access_denied") => Outcome.Denied,
        (400, "expired_token") => Outcome.Expired,
        (400, "invalid_grant") => Outcome.Refused,
        _ => Outcome.Broken,
    };
}
