using System.Text;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>Answers a polling device. Memory may say "not yet"; everything else is read from the database.</summary>
internal sealed class PollLink(LinkIndex index, LiveLinks live, LinkStore store, CodeKeys keys, CodesMeter meter, IOptions<CodesOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    // Clocks and networks jitter; a poll this much early is not early.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly PollAnswer.Refused Refused = new();
    private static readonly PollAnswer.Expired Expired = new();
    private const int SlowestIntervalSeconds = 60;
    private const int SlowDownSeconds = 5;

    /// <summary>Answers "not yet" or "too early" from memory alone; null when the database has to be asked.</summary>
    public PollAnswer? FromMemory(in DeviceCode code, Guid appId, ReadOnlySpan<byte> verifier, ReadOnlySpan<byte> key = default)
    {
        if (!index.TryFind(code.Id, out var entry) || entry.AppId != appId || !KeyBinding.IsShown(entry.Challenge, verifier, key))
        {
            return null;
        }

        var now = time.GetUtcNow();
        lock (entry.Gate)
        {
            if (!entry.IsOpen || entry.ExpiresAt <= now)
            {
                return null;
            }

            // A poll far in the future was one before the clock was put back.
            if (entry.LastPollAt <= now.AddSeconds(SlowestIntervalSeconds) && entry.LastPollAt + TimeSpan.FromSeconds(entry.IntervalSeconds) - Grace > now)
            {
                entry.IntervalSeconds = Math.Min(entry.IntervalSeconds + SlowDownSeconds, SlowestIntervalSeconds);
                meter.Polled(isEarly: true);
                return new PollAnswer.SlowDown(entry.IntervalSeconds);
            }

            entry.LastPollAt = now;
            meter.Polled(isEarly: false);
            return Pending(entry, now);
        }
    }

    /// <summary>
    /// Keeps a poll open until the request is in another state than the one already known, the time is over, or the server
    /// stops. Returns how it stands then; null when the database has to be asked.
    /// </summary>
    public async Task<PollAnswer?> WaitAsync(DeviceCode code, PollAnswer.Pending known, TimeSpan wait, CancellationToken cancellation)
    {
        if (!index.TryFind(code.Id, out var entry))
        {
            return null;
        }

        meter.HoldBegins();
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping))
        {
            await Task.WhenAny(entry.ChangedFrom(known.State), Task.Delay(wait, time, stop.Token));
            await stop.CancelAsync();
            meter.HoldEnds();
        }

        var now = time.GetUtcNow();
        lock (entry.Gate)
        {
            // A wait that was served took the place of the interval, so the next poll may come at once.
            if (!cancellation.IsCancellationRequested)
            {
                entry.LastPollAt = now - TimeSpan.FromSeconds(entry.IntervalSeconds);
            }

            return entry.IsOpen && entry.ExpiresAt > now ? Pending(entry, now) : null;
        }
    }

    /// <summary>The whole answer, for every state.</summary>
    public async Task<(PollAnswer Answer, bool WasHeld)> RunAsync(string? deviceCode, Guid appId, PollProof shown, TimeSpan wait, CancellationToken cancellation)
    {
        if (!DeviceCode.TryRead(deviceCode, keys, out var code) || code.AppMark != DeviceCode.MarkOf(appId))
        {
            return (Refused, false);
        }

        var verifier = Encoding.ASCII.GetBytes(shown.Verifier ?? "");
        var answer = FromMemory(code, appId, verifier, shown.Key);
        var isHeld = false;
        if (answer is PollAnswer.Pending known && wait > TimeSpan.Zero)
        {
            (answer, isHeld) = (await WaitAsync(code, known, wait, cancellation), true);
        }

        return (answer ?? await FromDatabaseAsync(code, appId, link => KeyBinding.IsShown(link.Challenge, verifier, shown.Key), cancellation), isHeld);
    }

    /// <summary>The wait a device asked for, cut to what the settings allow.</summary>
    public TimeSpan Shorter(TimeSpan wait) => wait < TimeSpan.FromSeconds(options.Value.LongestWaitSeconds) ? wait : TimeSpan.FromSeconds(options.Value.LongestWaitSeconds);

    private async Task<PollAnswer> FromDatabaseAsync(DeviceCode code, Guid appId, Func<LinkRequest, bool> isShown, CancellationToken cancellation)
    {
        var link = await live.ReadAsync(code.Id, cancellation);
        var now = time.GetUtcNow();

        // A yes may be on its way to the disk: "expired" is as much a decision as the yes is, and only one of them is written.
        if (link is { State: LinkState.Pending or LinkState.Claimed } && link.ExpiresAt <= now && link.AppId == appId)
        {
            await store.ExpireAsync(code.Id, now);
            link = await live.ReadAsync(code.Id, cancellation);
        }

        var answer = Answer(link, code, appId, isShown, now);
        if (answer is PollAnswer.Pending)
        {
            await live.KeepAsync(link!, cancellation);
        }
        else if (answer is PollAnswer.Refused && link is { State: LinkState.Redeemed } && link.AppId == appId)
        {
            meter.Replayed(appId);
        }

        return answer;
    }

    private static PollAnswer Answer(LinkRequest? link, DeviceCode code, Guid appId, Func<LinkRequest, bool> isShown, DateTimeOffset now)
    {
        if (link is null)
        {
            // The row may be gone, but the code still says for itself that it is old.
            return code.IssuedAt + LinkTimes.HardStop <= now ? Expired : Refused;
        }

        if (link.AppId != appId || !isShown(link))
        {
            return Refused;
        }

        return link.State switch
        {
            LinkState.Denied => new PollAnswer.Denied(),
            LinkState.Cancelled or LinkState.Expired => Expired,
            LinkState.Redeemed => link.Challenge is not null && link.RedeemedAt + LinkTimes.Leeway > now ? new PollAnswer.Repeat(link) : Refused,
            _ when link.ExpiresAt <= now => Expired,
            LinkState.Approved => new PollAnswer.Approved(link),
            _ => new PollAnswer.Pending(link.State, link.ConfirmNumber, Seconds(link.ExpiresAt - now)),
        };
    }

    private static PollAnswer.Pending Pending(LinkEntry entry, DateTimeOffset now) => new(entry.State, entry.ConfirmNumber, Seconds(entry.ExpiresAt - now));

    private static int Seconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);
}
