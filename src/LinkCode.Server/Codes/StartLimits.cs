using System.Collections.Concurrent;
using System.Globalization;
using LinkCode.Server.Codes.Memory;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>
/// How many codes may be asked for: by one network in a minute, by one app at a time, and live in all; on all nodes together. An app that asks for
/// more than the writer stores is refused itself; the others wait behind one batch of it at most.
/// </summary>
internal sealed class StartLimits(LiveCounts live, NodeTalk talk, SlowRefusals refusals, IOptions<CodesOptions> options, IOptions<SiteOptions> site, TimeProvider time) : INews
{
    private const int MostNetworks = 100_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly WindowCounts<string> started = new(Window, MostNetworks);
    private readonly ConcurrentDictionary<Guid, Asking> asking = new();

    /// <summary>Takes a place for one more; the answer when there is none, slowly. Every place taken is given back by <see cref="Leave"/>.</summary>
    public async ValueTask<StartAnswer.Busy?> EnterAsync(Guid appId, string network, CancellationToken gone)
    {
        var busy = Enter(appId, network);
        if (busy is not null)
        {
            await refusals.WaitAsync(gone);
        }

        return busy;
    }

    public string Word => "start";

    /// <summary>Another node was asked.</summary>
    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        started.Add(NodeTalk.Unpack(words[0]), time.GetUtcNow(), int.Parse(words[1], CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(Guid appId) => Interlocked.Decrement(ref asking[appId].Now);

    private StartAnswer.Busy? Enter(Guid appId, string network)
    {
        talk.Say(Word, NodeTalk.Pack(network));
        if (started.Add(network, time.GetUtcNow()) is var (count, left) && count > options.Value.StartsPerNetwork * site.Value.LimitScale)
        {
            return new StartAnswer.Busy(left);
        }

        if (live.All >= options.Value.LiveCodesInAll)
        {
            return new StartAnswer.Busy(TimeSpan.FromMinutes(1), IsFull: true);
        }

        if (live.Of(appId) >= options.Value.LiveCodesPerApp)
        {
            return new StartAnswer.Busy(TimeSpan.FromMinutes(1));
        }

        var app = asking.GetOrAdd(appId, _ => new Asking());
        if (Interlocked.Increment(ref app.Now) > options.Value.StartsAtOncePerApp)
        {
            Interlocked.Decrement(ref app.Now);
            return new StartAnswer.Busy(TimeSpan.FromSeconds(5));
        }

        return null;
    }

    private sealed class Asking
    {
        public int Now;
    }
}
