using LinkCode.Server.Codes;

namespace LinkCode.Server.Devices;

/// <summary>Takes a link back for ten minutes after it was approved, whether or not the device has its tokens already.</summary>
internal sealed class UndoLink(WithdrawLink withdraw, FindOwnLink find, RemoveDevice remove, TimeProvider time)
{
    public async Task<bool> RunAsync(Guid deviceId, Guid accountId, string network, CancellationToken cancellation)
    {
        if (await find.RunAsync(deviceId, accountId, cancellation) is not { } link || link.DecidedAt + LinkTimes.Undo < time.GetUtcNow())
        {
            return false;
        }

        return await withdraw.RunAsync(link, accountId, network) || await remove.RunAsync(deviceId, accountId, RemovedBy.Undo, network);
    }
}
