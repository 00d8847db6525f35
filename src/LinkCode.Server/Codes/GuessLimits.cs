using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>Counts wrong codes per account, per network and in all (N34). A right code takes nothing off any count.</summary>
internal sealed class GuessLimits(IOptions<CodesOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private const string Everybody = "everybody";
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> wrong = new(StringComparer.Ordinal);

    /// <summary>The time until this account may try again, or null when it may now.</summary>
    public TimeSpan? WaitOf(Guid account) => Wait(account.ToString("N"), options.Value.GuessesPerAccount);

    /// <summary>The time until accounts that are new here may try again from this network.</summary>
    public TimeSpan? WaitOf(string network) => Wait(network, options.Value.GuessesPerNetwork);

    /// <summary>Whether so many codes were wrong everywhere that only codes of the person's own network are looked at.</summary>
    public bool OnlyNear => Wait(Everybody, options.Value.GuessesInAll) is not null;

    public void CountWrong(Guid account, string network, bool isEstablished)
    {
        Count(account.ToString("N"));
        Count(Everybody);

        // Established people behind one address must not be hurt by each other's typing.
        if (!isEstablished)
        {
            Count(network);
        }
    }

    private TimeSpan? Wait(string key, int limit)
    {
        if (!wrong.TryGetValue(key, out var times))
        {
            return null;
        }

        lock (times)
        {
            var now = time.GetUtcNow();
            Forget(times, now);
            return times.Count >= limit ? times.ElementAt(times.Count - limit) + Window - now : null;
        }
    }

    private void Count(string key)
    {
        var times = wrong.GetOrAdd(key, _ => new Queue<DateTimeOffset>());
        lock (times)
        {
            var now = time.GetUtcNow();
            Forget(times, now);
            times.Enqueue(now);
        }

        if (wrong.Count > 100_000)
        {
            ForgetQuiet();
        }
    }

    private void ForgetQuiet()
    {
        var now = time.GetUtcNow();
        foreach (var (key, times) in wrong)
        {
            lock (times)
            {
                Forget(times, now);
                if (times.Count == 0)
                {
                    wrong.TryRemove(new(key, times));
                }
            }
        }
    }

    private static void Forget(Queue<DateTimeOffset> times, DateTimeOffset now)
    {
        while (times.TryPeek(out var first) && first + Window <= now)
        {
            times.Dequeue();
        }
    }
}
