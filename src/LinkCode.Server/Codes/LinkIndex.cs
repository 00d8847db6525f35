using System.Runtime.CompilerServices;
using LinkCode.Server.Codes.Memory;

namespace LinkCode.Server.Codes;

/// <summary>
/// The live link requests in memory, by device code and by user code. Gates are taken in one order: of a user code, of an
/// installation, of a shard; a place is freed only by who holds the gate of its user code.
/// </summary>
internal sealed class LinkIndex(CodeKeys keys)
{
    private const int ShardBits = 6;
    private const int ShardCount = 1 << ShardBits;
    private readonly LinkShard[] shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new LinkShard())];
    private readonly Stripes codes = new();
    private readonly Stripes newest = new();
    private readonly AppTallies apps = new();
    private int count;

    /// <summary>How many live requests there are.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>How many live codes an app has.</summary>
    public int CountOf(Guid appId) => apps.CountOf(appId);

    /// <summary>The part a request is in; see <see cref="LinkShard.Gate"/>.</summary>
    public LinkShard ShardOf(Guid id) => shards[NumberOf(id)];

    /// <summary>The app behind the small number a slot holds.</summary>
    public Guid AppOf(in LinkSlot slot) => apps.IdOf(slot.App);

    /// <summary>Adds a request, unless its user code is one of a live request already.</summary>
    public bool TryAdd(in LinkEntry entry)
    {
        var hash = Hash(entry.UserCodeHash);
        var (stripe, shard, app) = (codes[hash], ShardOf(entry.Id), apps.Of(entry.AppId));
        lock (stripe.Gate)
        {
            if (TryFind(stripe, entry.UserCodeHash, out _))
            {
                return false;
            }

            int place;
            lock (shard.Gate)
            {
                place = Whole(shard.Add(entry, app.Number), entry.Id);
            }

            stripe.Places.Add(hash, place);

            // Within the gate: whoever removes it meanwhile would find nothing to forget, and the note would outlive the place.
            if (entry.Installation != 0)
            {
                NoteNewest(entry, place);
            }
        }

        app.Add(1);
        Interlocked.Increment(ref count);
        return true;
    }

    public bool TryFind(Guid id, out LinkEntry entry)
    {
        var shard = ShardOf(id);
        lock (shard.Gate)
        {
            ref var slot = ref shard.Find(id);
            var isFound = !Unsafe.IsNullRef(ref slot);
            entry = isFound ? slot.Read(AppOf(slot)) : default;
            return isFound;
        }
    }

    public bool TryFind(UserCode code, out LinkEntry entry)
    {
        var hash = keys.Hash(code.Value);
        var stripe = codes[Hash(hash)];
        lock (stripe.Gate)
        {
            return TryFind(stripe, hash, out entry);
        }
    }

    /// <summary>Whether the device asked from a network, as <see cref="Platform.Limits.Network"/> writes it.</summary>
    public bool IsFrom(in LinkEntry entry, string network) => entry.Network == keys.Short(network);

    /// <summary>Whether the device that shows this code has asked for another one since, which it shows now.</summary>
    public bool HasNewer(in LinkEntry entry, DateTimeOffset now)
    {
        if (entry.Installation == 0)
        {
            return false;
        }

        var stripe = newest[entry.Installation];
        lock (stripe.Gate)
        {
            return TryFindNewest(stripe, entry.Installation, out var latest, out _) && latest.Id != entry.Id && latest.IsOpen && latest.ExpiresAt > now;
        }
    }

    /// <summary>Takes over what was committed. The time it ends is never moved forward.</summary>
    public void Became(Guid id, LinkState state, DateTimeOffset until = default)
    {
        var shard = ShardOf(id);
        lock (shard.Gate)
        {
            ref var slot = ref shard.Find(id);
            if (!Unsafe.IsNullRef(ref slot))
            {
                shard.Became(ref slot, state, until.UtcTicks);
            }
        }
    }

    /// <summary>A hold keeps it alive for longer.</summary>
    public void Extend(Guid id, DateTimeOffset until)
    {
        var shard = ShardOf(id);
        lock (shard.Gate)
        {
            ref var slot = ref shard.Find(id);
            if (!Unsafe.IsNullRef(ref slot))
            {
                slot.ExpiresAt = Math.Max(slot.ExpiresAt, until.UtcTicks);
            }
        }
    }

    /// <summary>Completes as soon as the state is another one than this, or the request has left memory.</summary>
    public Task ChangedFrom(Guid id, LinkState known)
    {
        var shard = ShardOf(id);
        lock (shard.Gate)
        {
            ref var slot = ref shard.Find(id);
            return Unsafe.IsNullRef(ref slot) ? Task.CompletedTask : shard.ChangedFrom(ref slot, known);
        }
    }

    public void Remove(Guid id) => TryRemove(id, DateTimeOffset.MaxValue, out _);

    /// <summary>Drops what ended before a moment, part by part; the caller rests between the parts.</summary>
    /// <param name="moment">What ended later stays.</param>
    /// <param name="expired">Hears the app of each that nobody and nothing but time has ended.</param>
    /// <returns>How many left, for each part.</returns>
    public IEnumerable<int> RemoveEndedBefore(DateTimeOffset moment, Action<Guid> expired)
    {
        var ended = new List<Guid>();
        foreach (var shard in shards)
        {
            for (var from = 0; from >= 0;)
            {
                lock (shard.Gate)
                {
                    from = shard.FindEnded(moment.UtcTicks, from, ended);
                }

                var left = 0;
                foreach (var id in ended)
                {
                    if (TryRemove(id, moment, out var entry))
                    {
                        left++;
                        if (entry.IsOpen || entry.State == LinkState.Approved)
                        {
                            expired(entry.AppId);
                        }
                    }
                }

                yield return left;
                ended.Clear();
            }
        }
    }

    /// <summary>Forgets everything, because it may have changed unheard. Whoever waits is answered, and asks again.</summary>
    public void Clear() => _ = RemoveEndedBefore(DateTimeOffset.MaxValue, _ => { }).Sum();

    // Of the bits that are random; the first of an id are its time, the second half finds its place in the shard.
    private static int NumberOf(Guid id) => (int)((ulong)Unsafe.BitCast<Guid, UInt128>(id) >> 48) & (ShardCount - 1);

    private static ulong Hash(UInt128 hash) => (ulong)(hash >> 64);

    /// <summary>A place in a shard, as one number for all shards.</summary>
    private static int Whole(int place, Guid id) => (place << ShardBits) | NumberOf(id);

    /// <summary>Takes a request out, and says how it stood. Not one that ends later than a moment: it may have been kept alive since it was looked at.</summary>
    private bool TryRemove(Guid id, DateTimeOffset endedBefore, out LinkEntry entry)
    {
        if (!TryFind(id, out entry))
        {
            return false;
        }

        var hash = Hash(entry.UserCodeHash);
        var (stripe, shard) = (codes[hash], ShardOf(id));
        lock (stripe.Gate)
        {
            int place;
            lock (shard.Gate)
            {
                place = shard.PlaceOf(id);
                if (place < 0 || shard[place].ExpiresAt > endedBefore.UtcTicks)
                {
                    return false;
                }

                entry = shard[place].Read(entry.AppId);
                shard.Leave(place);
            }

            stripe.Places.Remove(hash, Whole(place, id));
            ForgetNewest(entry, Whole(place, id));
            lock (shard.Gate)
            {
                shard.Free(place);
            }
        }

        apps.Of(entry.AppId).Add(-1);
        Interlocked.Decrement(ref count);
        return true;
    }

    private bool TryFind(Stripes.Stripe stripe, UInt128 hash, out LinkEntry entry)
    {
        var walk = stripe.Places.Find(Hash(hash));
        while (walk.Next(out var place))
        {
            entry = Read(place);
            if (entry.UserCodeHash == hash)
            {
                return true;
            }
        }

        entry = default;
        return false;
    }

    private bool TryFindNewest(Stripes.Stripe stripe, ulong installation, out LinkEntry entry, out int place)
    {
        var walk = stripe.Places.Find(installation);
        while (walk.Next(out place))
        {
            entry = Read(place);
            if (entry.Installation == installation)
            {
                return true;
            }
        }

        entry = default;
        return false;
    }

    private LinkEntry Read(int whole)
    {
        var shard = shards[whole & (ShardCount - 1)];
        lock (shard.Gate)
        {
            ref var slot = ref shard[whole >> ShardBits];
            return slot.Read(AppOf(slot));
        }
    }

    // Found again after a restart, requests come in no particular order; the one that was asked for last is the newest.
    private void NoteNewest(in LinkEntry entry, int place)
    {
        var stripe = newest[entry.Installation];
        lock (stripe.Gate)
        {
            if (!TryFindNewest(stripe, entry.Installation, out var other, out var old))
            {
                stripe.Places.Add(entry.Installation, place);
            }
            else if (other.HardStopAt <= entry.HardStopAt)
            {
                stripe.Places.Remove(entry.Installation, old);
                stripe.Places.Add(entry.Installation, place);
            }
        }
    }

    private void ForgetNewest(in LinkEntry entry, int place)
    {
        if (entry.Installation != 0)
        {
            var stripe = newest[entry.Installation];
            lock (stripe.Gate)
            {
                stripe.Places.Remove(entry.Installation, place);
            }
        }
    }
}
