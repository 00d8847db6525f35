namespace LinkCode.Server.Codes.Memory;

/// <summary>
/// One live request as it lies in memory: 112 bytes without a single reference, so that the collector has nothing to follow
/// however many there are. Read and written only under the gate of its shard.
/// </summary>
internal struct LinkSlot
{
    public UInt128 UserCodeHash;
    public Guid Id;

    /// <summary>The start of the hash of the installation that asked; 0 when the device did not say.</summary>
    public ulong Installation;

    /// <summary>The start of the hash of the network the device asked from.</summary>
    public ulong Network;

    /// <summary>Ticks of UTC, as the database has them.</summary>
    public long ExpiresAt;

    /// <summary>Ticks of UTC.</summary>
    public long HardStopAt;

    /// <summary>Ticks of UTC; 0 before the first poll. The clock of slow_down lives only here.</summary>
    public long LastPollAt;

    /// <summary>The number of the app, or, while the slot is free, of the next free one.</summary>
    public int App;

    public Challenge Challenge;
    public byte IntervalSeconds;
    public byte ConfirmNumber;
    private const byte HeldBit = 0x80;

    // One byte for both, because the next would cost sixteen.
    private byte stateAndHeld;

    public LinkState State
    {
        readonly get => (LinkState)(stateAndHeld & ~HeldBit);
        set => stateAndHeld = (byte)((stateAndHeld & HeldBit) | (byte)value);
    }

    /// <summary>Whether a poll waits for a change; who it is stands beside the slots.</summary>
    public bool IsHeld
    {
        readonly get => (stateAndHeld & HeldBit) != 0;
        set => stateAndHeld = (byte)((byte)State | (value ? HeldBit : 0));
    }

    public readonly bool IsOpen => State is LinkState.Pending or LinkState.Claimed;

    public readonly LinkEntry Read(Guid appId) => new()
    {
        Id = Id,
        AppId = appId,
        UserCodeHash = UserCodeHash,
        Network = Network,
        Installation = Installation,
        HardStopAt = new DateTimeOffset(HardStopAt, TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(ExpiresAt, TimeSpan.Zero),
        Challenge = Challenge,
        ConfirmNumber = ConfirmNumber,
        State = State,
        IntervalSeconds = IntervalSeconds,
    };

    public void Write(in LinkEntry entry, int app)
    {
        UserCodeHash = entry.UserCodeHash;
        Id = entry.Id;
        Installation = entry.Installation;
        Network = entry.Network;
        ExpiresAt = entry.ExpiresAt.UtcTicks;
        HardStopAt = entry.HardStopAt.UtcTicks;
        LastPollAt = 0;
        Challenge = entry.Challenge;
        App = app;
        State = entry.State;
        IntervalSeconds = entry.IntervalSeconds;
        ConfirmNumber = entry.ConfirmNumber;
        IsHeld = false;
    }
}
