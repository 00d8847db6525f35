using System.Collections.Concurrent;

namespace LinkCode.Server.Codes.Memory;

/// <summary>Gives apps small numbers and counts their live requests. Apps are few and registered, so numbers are never given back.</summary>
internal sealed class AppTallies
{
    private readonly ConcurrentDictionary<Guid, Tally> byId = new();
    private readonly Lock gate = new();
    private volatile Tally[] byNumber = [];

    public Guid IdOf(int number) => byNumber[number].AppId;

    public Tally Of(Guid appId) => byId.TryGetValue(appId, out var tally) ? tally : Add(appId);

    public Tally this[int number] => byNumber[number];

    /// <summary>How many live codes an app has.</summary>
    public int CountOf(Guid appId) => byId.TryGetValue(appId, out var tally) ? tally.Live : 0;

    private Tally Add(Guid appId)
    {
        lock (gate)
        {
            if (!byId.TryGetValue(appId, out var tally))
            {
                tally = new Tally(appId, byNumber.Length);
                byNumber = [.. byNumber, tally];
                byId[appId] = tally;
            }

            return tally;
        }
    }

    internal sealed class Tally(Guid appId, int number)
    {
        private int live;

        public Guid AppId => appId;

        public int Number => number;

        public int Live => Volatile.Read(ref live);

        public void Add(int more) => Interlocked.Add(ref live, more);
    }
}
