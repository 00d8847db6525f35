using System.Collections.Concurrent;
using System.Globalization;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>One try at a code, counted before it is known whether the code is right.</summary>
internal readonly record struct Guess(DateTimeOffset At, string? Account, string? Network, bool OnlyNear);

/// <summary>
/// Counts wrong codes per account, per network and in all (N34). Every try counts while it is looked at, so that a hundred
/// at once are no more than one after another; a right code gives back its own try and nothing else. Other nodes hear of a try
/// within <see cref="NodeTalk.Pause"/>.
/// </summary>
internal sealed class GuessLimits(NodeTalk talk, CodesMeter meter, IOptions<CodesOptions> options, IOptions<SiteOptions> site, TimeProvider time) : INews
{
    /// <summary>The time in which wrong codes are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private const string Everybody = "everybody";
    private const int MostKeys = 100_000;
    private readonly Lock forgetting = new();

    // The table's own count takes all its locks.
    private int keys;
    private readonly ConcurrentDictionary<string, List<DateTimeOffset>> wrong = new(StringComparer.Ordinal);

    /// <summary>How many accounts and networks are remembered.</summary>
    public int Count => wrong.Count;

    /// <summary>The time until this account may try again, or null when it may now.</summary>
    public TimeSpan? WaitOf(Guid account)
    {
        if (!wrong.TryGetValue(Key(account), out var times))
        {
            return null;
        }

        lock (times)
        {
            return Wait(times, options.Value.GuessesPerAccount, time.GetUtcNow());
        }
    }

    /// <summary>Takes one try, or answers how long to wait. Accounts that are new here share the tries of their network.</summary>
    public TimeSpan? Take(Guid account, string network, bool isEstablished, out Guess guess)
    {
        var now = time.GetUtcNow();
        guess = default;
        if (TryTake(Key(account), options.Value.GuessesPerAccount, now) is { } wait)
        {
            meter.RefusedGuess();
            return wait;
        }

        // Established people behind one address must not be hurt by each other's typing.
        if (!isEstablished && TryTake(network, options.Value.GuessesPerNetwork * site.Value.LimitScale, now) is { } longer)
        {
            GiveBack(Key(account), now);
            meter.RefusedGuess();
            return longer;
        }

        // When too many codes were wrong everywhere, only codes of the person's own network are looked at.
        var onlyNear = TryTake(Everybody, options.Value.GuessesInAll, now) is not null;
        guess = new Guess(now, Key(account), isEstablished ? null : network, onlyNear);
        return null;
    }

    /// <summary>The code was wrong: what was taken stays taken.</summary>
    public void Keep() => meter.WrongGuess();

    /// <summary>The code was right.</summary>
    public void GiveBack(Guess guess)
    {
        GiveBack(guess.Account, guess.At);
        GiveBack(guess.Network, guess.At);
        if (!guess.OnlyNear)
        {
            GiveBack(Everybody, guess.At);
        }
    }

    public string Word => "guess";

    /// <summary>Another node counted a try, or gave one back, which the minus says.</summary>
    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        var (key, ticks, count) = (NodeTalk.Unpack(words[0]), long.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
        var at = new DateTimeOffset(Math.Abs(ticks), TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            if (ticks < 0)
            {
                Remove(key, at);
            }
            else
            {
                Insert(key, at);
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Insert(string key, DateTimeOffset at)
    {
        var times = TimesOf(key, time.GetUtcNow());
        lock (times)
        {
            // They stay in order, because the wait is read from the end.
            times.Insert(times.FindLastIndex(earlier => earlier <= at) + 1, at);
        }
    }

    private static string Key(Guid account) => account.ToString("N");

    private static TimeSpan? Wait(List<DateTimeOffset> times, int limit, DateTimeOffset now)
    {
        // What lies far in the future was noted before the clock was put back. It is looked at from the end, because the list of everybody is long.
        while (times.Count > 0 && times[^1] > now + Window)
        {
            times.RemoveAt(times.Count - 1);
        }

        var old = times.FindIndex(at => at + Window > now);
        times.RemoveRange(0, old < 0 ? times.Count : old);
        return times.Count >= limit ? times[^limit] + Window - now : null;
    }

    private List<DateTimeOffset> TimesOf(string key, DateTimeOffset now)
    {
        if (wrong.TryGetValue(key, out var known))
        {
            return known;
        }

        MakeRoom(now);
        var added = new List<DateTimeOffset>();
        var times = wrong.GetOrAdd(key, added);
        if (ReferenceEquals(times, added))
        {
            Interlocked.Increment(ref keys);
        }

        return times;
    }

    private static int Recent(List<DateTimeOffset> times, DateTimeOffset now)
    {
        lock (times)
        {
            return times.Count(at => at + Window > now);
        }
    }

    private TimeSpan? TryTake(string key, int limit, DateTimeOffset now)
    {
        var times = TimesOf(key, now);
        lock (times)
        {
            var wait = Wait(times, limit, now);
            if (wait is null)
            {
                times.Add(now);
                talk.Say(Word, NodeTalk.Pack(key), Ticks(now));
            }

            return wait;
        }
    }

    private void GiveBack(string? key, DateTimeOffset at)
    {
        if (key is not null)
        {
            talk.Say(Word, NodeTalk.Pack(key), '-' + Ticks(at));
            Remove(key, at);
        }
    }

    private void Remove(string key, DateTimeOffset at)
    {
        if (wrong.TryGetValue(key, out var times))
        {
            lock (times)
            {
                times.Remove(at);
            }
        }
    }

    private static string Ticks(DateTimeOffset at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private void MakeRoom(DateTimeOffset now)
    {
        if (Volatile.Read(ref keys) < MostKeys)
        {
            return;
        }

        // One at a time, and half of the table at once, so that a flood of networks pays for this once in many tries.
        if (!forgetting.TryEnter())
        {
            return;
        }

        try
        {
            // Those who tried least go first; who has used up all tries is remembered longest, and everybody together always.
            foreach (var (key, times) in wrong.OrderBy(one => Recent(one.Value, now)).Take(MostKeys / 2))
            {
                if (key != Everybody && wrong.TryRemove(new(key, times)))
                {
                    Interlocked.Decrement(ref keys);
                }
            }
        }
        finally
        {
            forgetting.Exit();
        }
    }
}
