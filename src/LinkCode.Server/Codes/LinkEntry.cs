namespace LinkCode.Server.Codes;

/// <summary>
/// What memory knew of a live link request at one moment: enough to answer "not yet" and nothing else. Whoever is told yes
/// or no is told so by the database. A copy; changes go through <see cref="LinkIndex"/>.
/// </summary>
internal readonly record struct LinkEntry
{
    public required Guid Id { get; init; }

    public required Guid AppId { get; init; }

    public required UInt128 UserCodeHash { get; init; }

    /// <summary>The start of the keyed hash of the network the device asked from; see <see cref="CodeKeys.Short"/>.</summary>
    public required ulong Network { get; init; }

    /// <summary>The installation that asked, with its app and network, hashed; 0 when the device did not say. Its newest code is the one on its screen.</summary>
    public ulong Installation { get; init; }

    public required DateTimeOffset HardStopAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public Challenge Challenge { get; init; }

    /// <summary>The two-digit number shown by the device once the code is claimed.</summary>
    public required byte ConfirmNumber { get; init; }

    public LinkState State { get; init; }

    /// <summary>Seconds the device has to leave between two polls; grows with every early one.</summary>
    public byte IntervalSeconds { get; init; }

    public bool IsOpen => State is LinkState.Pending or LinkState.Claimed;

    /// <summary>What memory keeps of a request.</summary>
    public static LinkEntry Of(LinkRequest link, CodeKeys keys, int intervalSeconds) => new()
    {
        Id = link.Id,
        AppId = link.AppId,
        Network = keys.Short(link.Network),
        UserCodeHash = LinkStore.Hash(link.UserCodeHash),
        Installation = keys.Installation(link.AppId, link.Network, link.Facts.InstallationId),
        HardStopAt = link.HardStopAt,
        Challenge = Challenge.From(link.Challenge),
        ConfirmNumber = (byte)link.ConfirmNumber,
        State = link.State,
        ExpiresAt = link.ExpiresAt,
        IntervalSeconds = (byte)intervalSeconds,
    };

    /// <summary>When it ends if somebody begins to hold it now.</summary>
    public DateTimeOffset HeldUntil(DateTimeOffset now)
    {
        var held = now + LinkTimes.Hold < HardStopAt ? now + LinkTimes.Hold : HardStopAt;
        return held > ExpiresAt ? held : ExpiresAt;
    }
}
