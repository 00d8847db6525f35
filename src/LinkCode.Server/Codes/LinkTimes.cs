namespace LinkCode.Server.Codes;

/// <summary>The times of a link request that are not settings, because the pages and tests of this room rely on them together.</summary>
internal static class LinkTimes
{
    /// <summary>How long a hold or a claim keeps a code alive from now.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);

    /// <summary>No code outlives this, however often it is held.</summary>
    public static readonly TimeSpan HardStop = TimeSpan.FromMinutes(60);

    /// <summary>How long a review belongs to one account without being used.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>A review that was shown for less than this has not been read.</summary>
    public static readonly TimeSpan ShortestReview = TimeSpan.FromSeconds(1);

    /// <summary>How long a device may ask again for an answer that was lost.</summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    /// <summary>How long an approval waits for its device.</summary>
    public static readonly TimeSpan Fetch = TimeSpan.FromMinutes(10);

    /// <summary>How long ended requests are remembered, so that late polls get the right word.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(60);

    /// <summary>How long a request that nobody claimed is kept after its end; its device hears "expired" for as long as it asks.</summary>
    public static readonly TimeSpan Unclaimed = TimeSpan.FromMinutes(9);

    /// <summary>How long a denied requester's answer, an undo and the done page stay useful.</summary>
    public static readonly TimeSpan Undo = TimeSpan.FromMinutes(10);
}
