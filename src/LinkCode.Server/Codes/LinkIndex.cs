using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace LinkCode.Server.Codes;

/// <summary>The live link requests in memory, by device code and by user code.</summary>
internal sealed class LinkIndex(CodeKeys keys)
{
    private readonly ConcurrentDictionary<Guid, LinkEntry> byId = new();
    private readonly ConcurrentDictionary<UInt128, LinkEntry> byUserCode = new();
    private readonly ConcurrentDictionary<UInt128, LinkEntry> newest = new();
    private readonly ConcurrentDictionary<Guid, int> perApp = new();

    public int Count => byId.Count;

    /// <summary>How many live codes an app has.</summary>
    public int CountOf(Guid appId) => perApp.GetValueOrDefault(appId);

    /// <summary>Adds an entry, unless its user code is one of a live request already.</summary>
    public bool TryAdd(LinkEntry entry)
    {
        if (!byUserCode.TryAdd(entry.UserCodeHash, entry))
        {
            return false;
        }

        byId[entry.Id] = entry;
        if (entry.Installation != 0)
        {
            newest[entry.Installation] = entry;
        }

        perApp.AddOrUpdate(entry.AppId, 1, (_, count) => count + 1);
        return true;
    }

    public bool TryFind(Guid id, [NotNullWhen(true)] out LinkEntry? entry) => byId.TryGetValue(id, out entry);

    public bool TryFind(UserCode code, [NotNullWhen(true)] out LinkEntry? entry) => byUserCode.TryGetValue(keys.Hash(code.Value), out entry);

    /// <summary>Whether the device that shows this code has asked for another one since, which it shows now.</summary>
    public bool HasNewer(LinkEntry entry, DateTimeOffset now) =>
        entry.Installation != 0 && newest.TryGetValue(entry.Installation, out var latest) && latest != entry && latest.IsOpen && latest.ExpiresAt > now;

    public void Remove(LinkEntry entry)
    {
        if (byId.TryRemove(entry.Id, out _))
        {
            byUserCode.TryRemove(new(entry.UserCodeHash, entry));
            newest.TryRemove(new(entry.Installation, entry));
            perApp.AddOrUpdate(entry.AppId, 0, (_, count) => Math.Max(0, count - 1));
        }
    }

    /// <summary>Forgets everything, because it may have changed unheard. Whoever waits is answered, and asks again.</summary>
    public void Clear()
    {
        foreach (var (_, entry) in byId)
        {
            Remove(entry);
            entry.Wake();
        }
    }

    /// <summary>Drops what ended before a moment, and names the apps of those that nobody and nothing but time has ended.</summary>
    public void RemoveEndedBefore(DateTimeOffset moment, Action<Guid> expired)
    {
        foreach (var (_, entry) in byId)
        {
            if (entry.ExpiresAt < moment)
            {
                Remove(entry);
                if (entry.IsOpen || entry.State == LinkState.Approved)
                {
                    expired(entry.AppId);
                }
            }
        }
    }
}
