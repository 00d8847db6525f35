using System.Runtime.CompilerServices;

namespace LinkCode.Server.Codes.Memory;

/// <summary>One of the parts the live requests are spread over by their random ids, so that callers seldom want the same gate.</summary>
internal sealed class LinkShard
{
    private readonly SlotSlab slots = new();
    private readonly HashTable byId = new();

    // Beside the slots, because few requests have a poll that is held, and slots hold no references.
    private readonly Dictionary<Guid, TaskCompletionSource> held = [];

    /// <summary>Held by whoever calls anything here; never while asking for another gate.</summary>
    public Lock Gate { get; } = new();

    public ref LinkSlot this[int place] => ref slots[place];

    /// <summary>The slot of a request, or a null reference.</summary>
    public ref LinkSlot Find(Guid id)
    {
        var walk = byId.Find(Hash(id));
        while (walk.Next(out var place))
        {
            ref var slot = ref slots[place];
            if (slot.Id == id)
            {
                return ref slot;
            }
        }

        return ref Unsafe.NullRef<LinkSlot>();
    }

    public int Add(in LinkEntry entry, int app)
    {
        var place = slots.Take();
        slots[place].Write(entry, app);
        byId.Add(Hash(entry.Id), place);
        return place;
    }

    /// <summary>Where a request lies, or -1.</summary>
    public int PlaceOf(Guid id)
    {
        var walk = byId.Find(Hash(id));
        while (walk.Next(out var place))
        {
            if (slots[place].Id == id)
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>From now on nobody finds it by its id; the other ways to its place go before it is freed.</summary>
    public void Leave(int place)
    {
        ref var slot = ref slots[place];
        Wake(ref slot);
        byId.Remove(Hash(slot.Id), place);
    }

    public void Free(int place) => slots.Free(place);

    /// <summary>Completes as soon as the request is in another state than this; at once when it is so already.</summary>
    public Task ChangedFrom(ref LinkSlot slot, LinkState known)
    {
        if (slot.State != known)
        {
            return Task.CompletedTask;
        }

        slot.IsHeld = true;
        if (!held.TryGetValue(slot.Id, out var changed))
        {
            held[slot.Id] = changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return changed.Task;
    }

    /// <summary>Takes over what was committed, and wakes whoever waits. News may come late: what has ended never opens again.</summary>
    public void Became(ref LinkSlot slot, LinkState state, long until)
    {
        if (!slot.IsOpen && state is (LinkState.Pending or LinkState.Claimed))
        {
            return;
        }

        slot.ExpiresAt = Math.Max(slot.ExpiresAt, until);
        if (slot.State != state)
        {
            slot.State = state;
            Wake(ref slot);
        }
    }

    /// <summary>Requests that ended before a moment, from a place on; looks at a few thousand places so that nobody waits long for the gate.</summary>
    /// <returns>The place to go on from, or -1 at the end.</returns>
    public int FindEnded(long moment, int from, List<Guid> ended)
    {
        const int AtOnce = 2048;
        var end = Math.Min(from + AtOnce, slots.End);
        for (var place = from; place < end; place++)
        {
            if (slots.IsTaken(place) && slots[place].ExpiresAt < moment)
            {
                ended.Add(slots[place].Id);
            }
        }

        return end < slots.End ? end : -1;
    }

    /// <summary>The half of an id that does not decide its shard.</summary>
    private static ulong Hash(Guid id) => (ulong)(Unsafe.BitCast<Guid, UInt128>(id) >> 64);

    private void Wake(ref LinkSlot slot)
    {
        if (slot.IsHeld && held.Remove(slot.Id, out var changed))
        {
            changed.TrySetResult();
        }

        slot.IsHeld = false;
    }
}
