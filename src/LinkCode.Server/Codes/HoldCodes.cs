using System.Threading.Channels;

namespace LinkCode.Server.Codes;

/// <summary>
/// Keeps codes alive for people on the way to sign in. It works behind the answer, and a moment later: a stranger must not learn from the
/// time an answer takes whether there is such a code, and a processor that is busy with a hold answers later.
/// </summary>
internal sealed class HoldCodes(LinkIndex index, LiveLinks live, LinkStore store, TimeProvider time, ILogger<HoldCodes> log) : BackgroundService
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    // Beyond this many at once holds are dropped; a dropped one costs a person nothing but the time it would have added.
    private readonly Channel<UserCode> queue = Channel.CreateBounded<UserCode>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Asks for a hold; silent, whether there is such a code or not.</summary>
    public void Ask(UserCode code) => queue.Writer.TryWrite(code);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Moment, time, stoppingToken);
            while (queue.Reader.TryRead(out var code))
            {
                try
                {
                    await HoldAsync(code, stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    log.HoldFailed(error);
                }
            }
        }
    }

    /// <summary>Holds a code now.</summary>
    internal async Task HoldAsync(UserCode code, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await live.FindAsync(code, cancellation) is { } entry && await store.HoldAsync(entry.Id, now, now + LinkTimes.Hold))
        {
            index.Extend(entry.Id, entry.HeldUntil(now));
        }
    }
}
