using System.Globalization;
using LinkCode.Server.Data;

namespace LinkCode.Server.Accounts;

/// <summary>How often something may be tried before each further try has to wait, twice as long every time.</summary>
internal sealed record ThrottleRule(int Free, TimeSpan First, TimeSpan Longest);

/// <summary>Counts tries in memory. It makes waiting longer and never shuts anybody out for good. All nodes count together.</summary>
internal sealed class Throttle(NodeTalk talk, TimeProvider time) : INews
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);
    private static readonly TimeSpan Jitter = TimeSpan.FromMinutes(1);
    private const int Most = 50_000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Count> counts = [];

    /// <summary>Counts one try under every key, or, when one of them has to wait, counts nothing and says how long.</summary>
    public TimeSpan? Claim(ThrottleRule rule, string key) => Claim([(rule, key)]);

    /// <inheritdoc cref="Claim(ThrottleRule, string)"/>
    public TimeSpan? Claim(IReadOnlyList<(ThrottleRule Rule, string Key)> tries)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var opens = tries.Max(one => Find(one.Key, now)?.Opens ?? now);
            if (opens > now)
            {
                return opens - now;
            }

            // The try counts before its result is known, so that a hundred at once are a hundred.
            foreach (var (rule, key) in tries)
            {
                var count = Find(key, now) ?? Add(key, now);
                count.Tries++;
                count.Last = now;
                count.Opens = count.Tries <= rule.Free ? now : now + Wait(rule, count.Tries);
                Tell(key, 1, count.Opens);
            }

            return null;
        }
    }

    /// <summary>Takes one try back, because it was right.</summary>
    public void TakeBack(string key)
    {
        lock (gate)
        {
            if (counts.TryGetValue(key, out var count))
            {
                count.Tries--;
                count.Opens = count.Last;
                Tell(key, -1, count.Opens);
            }
        }
    }

    /// <summary>Forgets all tries under this key.</summary>
    public void Forget(string key)
    {
        lock (gate)
        {
            if (counts.Remove(key, out var count))
            {
                Tell(key, -count.Tries, time.GetUtcNow());
            }
        }
    }

    public string Word => "throttle";

    /// <summary>Another node counted tries under a key, or took some back, and says from when on the next may come.</summary>
    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        var (key, tries, opens) = (NodeTalk.Unpack(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
        lock (gate)
        {
            var now = time.GetUtcNow();
            var count = Find(key, now) ?? Add(key, now);
            var at = new DateTimeOffset(opens, TimeSpan.Zero);
            count.Tries = Math.Max(0, count.Tries + (tries * int.Parse(words[3], CultureInfo.InvariantCulture)));
            count.Opens = tries > 0 && count.Opens > at ? count.Opens : at;
            count.Last = tries > 0 ? now : count.Last;
        }

        return ValueTask.CompletedTask;
    }

    private void Tell(string key, int tries, DateTimeOffset opens) =>
        talk.Say(Word, NodeTalk.Pack(key), tries.ToString(CultureInfo.InvariantCulture), opens.UtcTicks.ToString(CultureInfo.InvariantCulture));

    private static TimeSpan Wait(ThrottleRule rule, int tries) =>
        TimeSpan.FromTicks((long)Math.Min(rule.Longest.Ticks, rule.First.Ticks * Math.Pow(2, Math.Min(tries - rule.Free - 1, 30))));

    // A try far in the future was counted before the clock was put back; to wait for it would take as long as that.
    private Count? Find(string key, DateTimeOffset now) =>
        counts.TryGetValue(key, out var count) && now - count.Last < Memory && count.Last <= now + Jitter ? count : null;

    private Count Add(string key, DateTimeOffset now)
    {
        if (counts.Count >= Most)
        {
            // Old counts go first; when a flood has filled the table with young ones, the quietest half goes.
            var dropped = counts.OrderBy(one => one.Value.Last + Memory > now).ThenBy(one => one.Value.Tries).ThenBy(one => one.Value.Last).Take(Most / 2);
            dropped.Select(one => one.Key).ToList().ForEach(old => counts.Remove(old));
        }

        return counts[key] = new Count();
    }

    private sealed class Count
    {
        public int Tries { get; set; }

        public DateTimeOffset Last { get; set; }

        public DateTimeOffset Opens { get; set; }
    }
}
