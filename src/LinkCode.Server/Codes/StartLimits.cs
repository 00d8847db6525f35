using System.Collections.Concurrent;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>Counts new codes per network and minute.</summary>
internal sealed class StartLimits(IOptions<CodesOptions> options, IOptions<SiteOptions> site, TimeProvider time)
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

        // A window that begins far in the future is one from before the clock was put back.
        var (begin, count) = started.AddOrUpdate(
            network,
            (now, 1),
            (_, window) => window.Begin + Window <= now || window.Begin > now + Window ? (now, 1) : (window.Begin, window.Count + 1));
        return count > options.Value.StartsPerNetwork * site.Value.LimitScale ? begin + Window - now : null;
    }

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
