namespace LinkCode.Server.Devices;

/// <summary>The words of this room in the audit trail.</summary>
internal static class Happenings
{
    public const string Linked = "device.linked";
    public const string Removed = "device.removed";
    public const string Undone = "device.undone";
    public const string Left = "device.left";
    public const string Replayed = "device.replayed";
    public const string SignedOut = "device.signed-out";
    public const string NotMine = "device.not-mine";
    public const string Restored = "device.restored";
    public const string Renamed = "device.renamed";

    /// <summary>The word for an end of a device.</summary>
    public static string Of(RemovedBy by) => by switch
    {
        RemovedBy.Undo => Undone,
        RemovedBy.Device => Left,
        RemovedBy.Replay or RemovedBy.CodeReplay => Replayed,
        RemovedBy.SignOut => SignedOut,
        RemovedBy.NotMine => NotMine,
        _ => Removed,
    };
}
