using System.Collections.Concurrent;
using System.Globalization;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>Counts new codes per network and minute, on all nodes together.</summary>
internal sealed class StartLimits(NodeTalk talk, IOptions<CodesOptions> options, IOptions<SiteOptions> site, TimeProvider time) : INews
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Begin, int Count)> started = new(StringComparer.Ordinal);

    /// <summary>Counts one more; returns the time to wait when that is one too many.</summary>
    public TimeSpan? Take(string network)
    {
        var now = time.GetUtcNow();
        if (started.Count > 100_000)
        {
            Forget(now);
        }

        talk.Say(Word, NodeTalk.Pack(network));
        var (begin, count) = Add(network, 1, now);
        return count > options.Value.StartsPerNetwork * site.Value.LimitScale ? begin + Window - now : null;
    }

    public string Word => "start";

    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        Add(NodeTalk.Unpack(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture), time.GetUtcNow());
        return ValueTask.CompletedTask;
    }

    // A window that begins far in the future is one from before the clock was put back.
    private (DateTimeOffset Begin, int Count) Add(string network, int times, DateTimeOffset now) => started.AddOrUpdate(
        network,
        (now, times),
        (_, window) => window.Begin + Window <= now || window.Begin > now + Window ? (now, times) : (window.Begin, window.Count + times));

    private void Forget(DateTimeOffset now)
    {
        foreach (var (network, window) in started)
        {
            if (window.Begin + Window <= now)
            {
                started.TryRemove(new(network, window));
            }
        }
    }
}
