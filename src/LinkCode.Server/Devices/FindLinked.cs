using LinkCode.Server.Codes;

namespace LinkCode.Server.Devices;

/// <summary>Where a yes stands on its way to the device. The words go to the page's script as they are.</summary>
internal enum LinkedStage
{
    /// <summary>The device has not come for its sign-in yet.</summary>
    Waiting,

    /// <summary>It has not come for a minute.</summary>
    NoAnswer,

    /// <summary>The device is signed in.</summary>
    Connected,

    /// <summary>The owner took the link back, or removed the device.</summary>
    Undone,

    /// <summary>There never was a yes, or it ran out.</summary>
    Ended,
}

/// <summary>How a link of an account came out.</summary>
/// <param name="UndoTime">How long it can still be undone; null when it cannot.</param>
internal sealed record Linked(LinkRequest Link, LinkedStage Stage, TimeSpan? UndoTime);

/// <summary>Looks at an account's link after its yes; nobody else's is ever found.</summary>
internal sealed class FindLinked(FindOwnLink find, ListDevices devices, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<Linked?> RunAsync(Guid deviceId, Guid accountId, CancellationToken cancellation)
    {
        if (await find.RunAsync(deviceId, accountId, cancellation) is not { } link)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var stage = link.State switch
        {
            LinkState.Redeemed => await devices.FindAsync(deviceId, accountId, cancellation) is { RemovedAt: null } ? LinkedStage.Connected : LinkedStage.Undone,
            LinkState.Approved when link.ExpiresAt <= now => LinkedStage.Ended,
            LinkState.Approved => link.DecidedAt + Patience > now ? LinkedStage.Waiting : LinkedStage.NoAnswer,
            _ => LinkedStage.Ended,
        };
        var until = link.DecidedAt + LinkTimes.Undo;

        // The code of an app may live longer than that, and so does its yes.
        var left = (link.State == LinkState.Approved && link.ExpiresAt > until ? link.ExpiresAt : until) - now;
        return new Linked(link, stage, stage is not LinkedStage.Undone and not LinkedStage.Ended && left > TimeSpan.Zero ? left : null);
    }
}
