using System.Globalization;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.OAuth;

/// <summary>What can be guessed at by whoever knows an app's id.</summary>
internal enum Guessed
{
    /// <summary>The app's secret, or its id.</summary>
    Client,

    /// <summary>The code of a device.</summary>
    DeviceCode,
}

/// <summary>Counts what was refused per app, network and minute. Waiting polls are no refusals, so they never use it up. All nodes count together.</summary>
internal sealed class Refusals(NodeTalk talk, IOptions<SiteOptions> site, TimeProvider time) : INews
{
    private const int Most = 50;
    private const int MostKept = 50_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly Dictionary<(Guessed What, Guid? App, string Network), (DateTimeOffset Begin, int Count)> counts = [];

    /// <summary>How long the next one would have to wait, or null when it may be tried.</summary>
    public TimeSpan? Wait(Guessed what, Guid? app, string network) => Read((what, app, network), more: 0);

    /// <summary>Counts one more; returns the time to wait when that is one too many.</summary>
    public TimeSpan? Add(Guessed what, Guid? app, string network)
    {
        talk.Say(Word, ((int)what).ToString(CultureInfo.InvariantCulture), app?.ToString() ?? "-", NodeTalk.Pack(network));
        return Read((what, app, network), more: 1);
    }

    public string Word => "refused";

    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        var what = (Guessed)int.Parse(words[0], CultureInfo.InvariantCulture);
        Read((what, words[1] == "-" ? null : Guid.Parse(words[1]), NodeTalk.Unpack(words[2])), int.Parse(words[3], CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }

    private TimeSpan? Read((Guessed What, Guid? App, string Network) key, int more)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            // A window that begins far in the future is one from before the clock was put back.
            var isRunning = counts.TryGetValue(key, out var window) && window.Begin + Window > now && window.Begin <= now + Window;
            var (begin, count) = isRunning ? window : (now, 0);
            if (more > 0)
            {
                MakeRoom(now);
                counts[key] = (begin, count + more);
            }

            // Asked before, the fifty-first would be one too many; counted after, it is.
            return count + 1 > Most * site.Value.LimitScale ? begin + Window - now : null;
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (counts.Count < MostKept)
        {
            return;
        }

        // When a flood has filled the table within a minute, the half that was refused least goes.
        var dropped = counts.OrderBy(one => one.Value.Begin + Window > now).ThenBy(one => one.Value.Count).Take(MostKept / 2);
        foreach (var (key, _) in dropped.ToList())
        {
            counts.Remove(key);
        }
    }
}
