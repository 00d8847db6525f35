namespace LinkCode.Server.Codes.Memory;

/// <summary>
/// Counts per key and window of time, in a table that does not grow beyond a size: when a flood of keys fills it, windows that
/// are over go first, and then the half that was counted least, so that whoever does it most is not forgotten.
/// </summary>
internal sealed class WindowCounts<TKey>(TimeSpan window, int most)
    where TKey : notnull
{
    private const int StripeCount = 16;
    private readonly Stripe[] stripes = [.. Enumerable.Range(0, StripeCount).Select(_ => new Stripe())];

    /// <summary>How many keys are remembered.</summary>
    public int Count => stripes.Sum(stripe => stripe.Windows.Count);

    /// <summary>Counts one more, or several; returns the count of this window and how long the window still lasts.</summary>
    public (int Count, TimeSpan Left) Add(TKey key, DateTimeOffset now, int times = 1)
    {
        var stripe = stripes[(uint)key.GetHashCode() % StripeCount];
        lock (stripe.Gate)
        {
            // A window that begins far in the future is one from before the clock was put back.
            var isRunning = stripe.Windows.TryGetValue(key, out var running) && running.Begin + window > now && running.Begin <= now + window;
            if (!isRunning)
            {
                running = (now, 0);
                MakeRoom(stripe.Windows, now);
            }

            stripe.Windows[key] = running = (running.Begin, running.Count + times);
            return (running.Count, running.Begin + window - now);
        }
    }

    private void MakeRoom(Dictionary<TKey, (DateTimeOffset Begin, int Count)> windows, DateTimeOffset now)
    {
        var room = most / StripeCount;
        if (windows.Count < room)
        {
            return;
        }

        // Half at once, so that a flood pays for this once in many keys.
        var dropped = windows.OrderBy(one => one.Value.Begin + window > now).ThenBy(one => one.Value.Count).Take(room / 2).Select(one => one.Key).ToList();
        dropped.ForEach(key => windows.Remove(key));
    }

    private sealed class Stripe
    {
        public Lock Gate { get; } = new();

        public Dictionary<TKey, (DateTimeOffset Begin, int Count)> Windows { get; } = [];
    }
}
