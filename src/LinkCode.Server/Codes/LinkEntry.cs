namespace LinkCode.Server.Codes;

/// <summary>
/// What memory knows of a live link request: enough to answer "not yet" and nothing else. Whoever is told yes or no
/// is told so by the database. Members that change are written under <see cref="Gate"/>, and read under it where two belong together.
/// </summary>
internal sealed class LinkEntry
{
    private TaskCompletionSource? changed;

    public Lock Gate { get; } = new();

    public required Guid Id { get; init; }

    public required Guid AppId { get; init; }

    /// <summary>The network the device asked from.</summary>
    public required string Network { get; init; }

    public required UInt128 UserCodeHash { get; init; }

    public required DateTimeOffset HardStopAt { get; init; }

    /// <summary>The installation that asked, with its app and network, hashed; 0 when the device did not say. Its newest code is the one on its screen.</summary>
    public UInt128 Installation { get; init; }

    /// <summary>The S256 challenge of RFC 7636, or null.</summary>
    public byte[]? Challenge { get; init; }

    /// <summary>The two-digit number shown by the device once the code is claimed.</summary>
    public required byte ConfirmNumber { get; init; }

    public LinkState State { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Seconds the device has to leave between two polls; grows with every early one.</summary>
    public int IntervalSeconds { get; set; }

    /// <summary>When the device last polled without being early; the clock of slow_down lives only here.</summary>
    public DateTimeOffset? LastPollAt { get; set; }

    /// <summary>Completes as soon as the state is another one than this; at once when it is so already.</summary>
    public Task ChangedFrom(LinkState known)
    {
        lock (Gate)
        {
            return State == known ? (changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    public bool IsOpen => State is LinkState.Pending or LinkState.Claimed;

    /// <summary>When it ends if somebody begins to hold it now.</summary>
    public DateTimeOffset HeldUntil(DateTimeOffset now)
    {
        var held = now + LinkTimes.Hold < HardStopAt ? now + LinkTimes.Hold : HardStopAt;
        return held > ExpiresAt ? held : ExpiresAt;
    }

    /// <summary>A hold keeps it alive for longer.</summary>
    public void Extend(DateTimeOffset until)
    {
        lock (Gate)
        {
            ExpiresAt = until > ExpiresAt ? until : ExpiresAt;
        }
    }

    /// <summary>Ends every wait, though nothing is known to have changed.</summary>
    public void Wake()
    {
        lock (Gate)
        {
            changed?.TrySetResult();
            changed = null;
        }
    }

    /// <summary>Takes over what was committed, and wakes whoever waits. News may come late: what has ended never opens again.</summary>
    public void Became(LinkState state, DateTimeOffset expiresAt)
    {
        lock (Gate)
        {
            if (!IsOpen && state is (LinkState.Pending or LinkState.Claimed))
            {
                return;
            }

            var isNews = State != state;
            State = state;
            Extend(expiresAt);
            if (isNews)
            {
                changed?.TrySetResult();
                changed = null;
            }
        }
    }
}
