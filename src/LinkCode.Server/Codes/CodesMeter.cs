using System.Diagnostics.Metrics;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform.Telemetry;

namespace LinkCode.Server.Codes;

/// <summary>Measures the heart: what became of codes, how long people took, what was refused, how much is under way.</summary>
internal sealed class CodesMeter
{
    // In the order of LinkState: what has happened once a request stands there.
    private static readonly string[] Happened = ["issued", "claimed", "approved", "redeemed", "denied", "cancelled", "expired"];
    private static readonly object?[] Kinds = [.. Enum.GetNames<AppKind>().Select(name => name.ToLowerInvariant())];
    private static readonly KeyValuePair<string, object?> Waiting = KeyValuePair.Create("outcome", (object?)"waiting");
    private static readonly KeyValuePair<string, object?> Early = KeyValuePair.Create("outcome", (object?)"early");
    private readonly Counter<long> polls;
    private readonly Counter<long>[] states;
    private readonly Histogram<double> links;
    private readonly Histogram<double> fetches;
    private readonly Counter<long> guesses;
    private readonly Counter<long> replays;
    private readonly AppDirectory apps;
    private readonly LinkIndex index;
    private readonly TimeProvider time;
    private int held;

    public CodesMeter(IMeterFactory meters, AppDirectory apps, LinkIndex index, TimeProvider time)
    {
        (this.apps, this.index, this.time) = (apps, index, time);
        var meter = meters.Ours();
        states = [.. Happened.Select(word => meter.CreateCounter<long>("linkcode.codes." + word, "{code}", $"Codes {word}, by what the app runs on"))];
        links = meter.CreateHistogram("linkcode.link.duration", "s", "From the code to the tokens, by what the app runs on", advice: Measures.Minutes);
        fetches = meter.CreateHistogram("linkcode.fetch.duration", "s", "From the yes to the tokens, by what the app runs on", advice: Measures.Moments);
        polls = meter.CreateCounter<long>("linkcode.polls", "{poll}", "Polls answered from memory: waiting, or too early");
        guesses = meter.CreateCounter<long>("linkcode.guesses", "{guess}", "Codes typed that did not work (wrong), or were not even looked at (refused)");
        replays = meter.CreateCounter<long>("linkcode.redemption.replays", "{request}", "Codes that came to be redeemed a second time and were refused");
        meter.CreateObservableUpDownCounter("linkcode.codes.live", () => index.Count, "{code}", "Codes in memory");
        meter.CreateObservableUpDownCounter("linkcode.polls.held", () => Held, "{poll}", "Polls kept open at the moment");
    }

    /// <summary>How many polls are kept open at the moment.</summary>
    public int Held => Volatile.Read(ref held);

    /// <summary>A request that memory knows has reached another state.</summary>
    public void Became(LinkState state, Guid id)
    {
        if (index.TryFind(id, out var entry))
        {
            Count(state, entry.AppId);
        }
    }

    /// <summary>A claim was written: it counts when it is a new one and does not only go on.</summary>
    public void Claimed(Guid id)
    {
        if (index.TryFind(id, out var entry) && entry.State != LinkState.Claimed)
        {
            Count(LinkState.Claimed, entry.AppId);
        }
    }

    public void Count(LinkState state, Guid appId) => states[(int)state].Add(1, Kind(appId));

    /// <summary>A device has its tokens.</summary>
    public void Redeemed(LinkRequest link)
    {
        var now = time.GetUtcNow();
        Count(LinkState.Redeemed, link.AppId);
        links.Record((now - link.CreatedAt).TotalSeconds, Kind(link.AppId));
        fetches.Record((now - (link.DecidedAt ?? now)).TotalSeconds, Kind(link.AppId));
    }

    /// <summary>A poll was answered from memory.</summary>
    public void Polled(bool isEarly) => polls.Add(1, isEarly ? Early : Waiting);

    public void WrongGuess() => guesses.Add(1, KeyValuePair.Create("outcome", (object?)"wrong"));

    public void RefusedGuess() => guesses.Add(1, KeyValuePair.Create("outcome", (object?)"refused"));

    /// <summary>A code, or an authorization code, was refused because it was used before.</summary>
    public void Replayed(Guid appId) => replays.Add(1, Kind(appId));

    public void HoldBegins() => Interlocked.Increment(ref held);

    public void HoldEnds() => Interlocked.Decrement(ref held);

    private KeyValuePair<string, object?> Kind(Guid appId) => KeyValuePair.Create(Measures.AppKind, apps.Find(appId) is { } app ? Kinds[(int)app.Kind] : "removed");
}
