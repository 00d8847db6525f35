using System.Runtime.CompilerServices;
using System.Text;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes.Memory;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>Answers a polling device. Memory may say "not yet"; everything else is read from the database.</summary>
internal sealed class PollLink(LinkIndex index, LiveLinks live, LinkStore store, CodeKeys keys, CodesMeter meter, IOptions<CodesOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    // Clocks and networks jitter; a poll this much early is not early.
    private const long Grace = TimeSpan.TicksPerSecond;
    private static readonly PollAnswer.Refused Refused = new();
    private static readonly PollAnswer.Expired Expired = new();
    private const int SlowDownSeconds = 5;

    /// <summary>Answers "not yet" or "too early" from memory alone.</summary>
    public MemoryAnswer FromMemory(in DeviceCode code, Guid appId, ReadOnlySpan<byte> verifier, ReadOnlySpan<byte> key = default) =>
        FromMemory(code, appId, KeyBinding.Show(verifier, key));

    private MemoryAnswer FromMemory(in DeviceCode code, Guid appId, in ShownKey shown)
    {
        var shard = index.ShardOf(code.Id);
        lock (shard.Gate)
        {
            // Within the gate, or a poll that waited for it would be earlier than the one before it.
            var now = time.GetUtcNow().UtcTicks;
            ref var slot = ref shard.Find(code.Id);
            if (Unsafe.IsNullRef(ref slot) || index.AppOf(slot) != appId || !shown.IsOriginOf(slot.Challenge) || !slot.IsOpen || slot.ExpiresAt <= now)
            {
                return default;
            }

            // A poll far in the future was one before the clock was put back.
            var last = slot.LastPollAt;
            if (last <= now + (PollInterval.Longest * TimeSpan.TicksPerSecond) && last + (slot.IntervalSeconds * TimeSpan.TicksPerSecond) - Grace > now)
            {
                slot.IntervalSeconds = (byte)Math.Min(slot.IntervalSeconds + SlowDownSeconds, PollInterval.Longest);
                meter.Polled(isEarly: true);
                return new MemoryAnswer(MemoryWord.SlowDown, slot.State, 0, slot.IntervalSeconds);
            }

            slot.LastPollAt = now;
            meter.Polled(isEarly: false);
            return Pending(slot, now);
        }
    }

    /// <summary>
    /// Keeps a poll open until the request is in another state than the one already known, the time is over, or the server
    /// stops. Returns how it stands then; nothing when the database has to be asked.
    /// </summary>
    public async Task<MemoryAnswer> WaitAsync(DeviceCode code, MemoryAnswer known, TimeSpan wait, CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        meter.HoldBegins();
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping))
        {
            await Task.WhenAny(index.ChangedFrom(code.Id, known.State), Task.Delay(wait, time, stop.Token));
            await stop.CancelAsync();
            meter.HoldEnds();
        }

        // Memory forgets everything at once when it may have missed news. All who wait would ask a database that may be away.
        return AfterWait(code, cancellation.IsCancellationRequested) ?? Later(known, time.GetUtcNow() - began);
    }

    private static MemoryAnswer Later(in MemoryAnswer known, TimeSpan passed) =>
        known.Number > Seconds(passed) ? known with { Number = known.Number - Seconds(passed) } : default;

    /// <summary>How it stands; null when memory knows nothing of it any more.</summary>
    private MemoryAnswer? AfterWait(DeviceCode code, bool isGone)
    {
        var now = time.GetUtcNow().UtcTicks;
        var shard = index.ShardOf(code.Id);
        lock (shard.Gate)
        {
            ref var slot = ref shard.Find(code.Id);
            if (Unsafe.IsNullRef(ref slot))
            {
                return null;
            }

            // A wait that was served took the place of the interval, so the next poll may come at once.
            if (!isGone)
            {
                slot.LastPollAt = now - (slot.IntervalSeconds * TimeSpan.TicksPerSecond);
            }

            return slot.IsOpen && slot.ExpiresAt > now ? Pending(slot, now) : default(MemoryAnswer);
        }
    }

    /// <summary>The whole answer, for every state.</summary>
    public async Task<(PollAnswer Answer, bool WasHeld)> RunAsync(string? deviceCode, AppCard app, PollProof shown, TimeSpan wait, CancellationToken cancellation)
    {
        if (!DeviceCode.TryRead(deviceCode, keys, out var code) || code.AppMark != DeviceCode.MarkOf(app.Id))
        {
            return (Refused, false);
        }

        var proof = KeyBinding.Show(Encoding.ASCII.GetBytes(shown.Verifier ?? ""), shown.Key);
        var answer = FromMemory(code, app.Id, proof);
        var isHeld = answer.Word == MemoryWord.Pending && wait > TimeSpan.Zero;
        if (isHeld)
        {
            answer = await WaitAsync(code, answer, wait, cancellation);
        }

        return (answer.Whole ?? await FromDatabaseAsync(code, app, proof, cancellation), isHeld);
    }

    /// <summary>The wait a device asked for, cut to what the settings allow.</summary>
    public TimeSpan Shorter(TimeSpan wait) => wait < TimeSpan.FromSeconds(options.Value.LongestWaitSeconds) ? wait : TimeSpan.FromSeconds(options.Value.LongestWaitSeconds);

    private async Task<PollAnswer> FromDatabaseAsync(DeviceCode code, AppCard app, ShownKey shown, CancellationToken cancellation)
    {
        var link = await live.ReadAsync(code.Id, cancellation);
        var now = time.GetUtcNow();

        // A yes may be on its way to the disk: "expired" is as much a decision as the yes is, and only one of them is written.
        if (link is { State: LinkState.Pending or LinkState.Claimed } && link.ExpiresAt <= now && link.AppId == app.Id)
        {
            await store.ExpireAsync(code.Id, now);
            link = await live.ReadAsync(code.Id, cancellation);
        }

        var answer = Answer(link, code, app, shown, now);
        if (answer is PollAnswer.Pending)
        {
            await live.KeepAsync(link!, cancellation);
        }
        else if (answer is PollAnswer.Refused && link is { State: LinkState.Redeemed } && link.AppId == app.Id)
        {
            meter.Replayed(app.Id);
        }

        return answer;
    }

    /// <summary>Why an approved request could not be redeemed: its owner or its device ended it in the same moment, or it was used before.</summary>
    public async Task<PollAnswer> WhyNotAsync(LinkRequest link, CancellationToken cancellation)
    {
        switch ((await live.ReadAsync(link.Id, cancellation))?.State)
        {
            case LinkState.Denied:
                return new PollAnswer.Denied();
            case LinkState.Cancelled or LinkState.Expired or LinkState.Approved:
                // A yes that nobody used has run out since it was read.
                return Expired;
            default:
                meter.Replayed(link.AppId);
                return Refused;
        }
    }

    private static PollAnswer Answer(LinkRequest? link, DeviceCode code, AppCard app, in ShownKey shown, DateTimeOffset now)
    {
        if (link is null)
        {
            // The row may be gone, but the code still says for itself that it is old.
            return code.IssuedAt + app.CodeLifetime <= now ? Expired : Refused;
        }

        if (link.AppId != app.Id || !shown.IsOriginOf(Challenge.From(link.Challenge)))
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

    private static MemoryAnswer Pending(in LinkSlot slot, long now) =>
        new(MemoryWord.Pending, slot.State, slot.ConfirmNumber, Seconds(TimeSpan.FromTicks(slot.ExpiresAt - now)));

    private static int Seconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);
}
