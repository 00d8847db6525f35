using LinkCode.Server.Codes;

namespace LinkCode.Server.Devices;

/// <summary>Takes a link back: a yes for as long as its device could still use it, and for ten minutes also what became of it.</summary>
internal sealed class UndoLink(WithdrawLink withdraw, FindOwnLink find, RemoveDevice remove, TimeProvider time)
{
    public async Task<bool> RunAsync(Guid deviceId, Guid accountId, string network, CancellationToken cancellation)
    {
        if (await find.RunAsync(deviceId, accountId, cancellation) is not { } link)
        {
            return false;
        }

        return await withdraw.RunAsync(link, accountId, network)
            || (link.DecidedAt + LinkTimes.Undo >= time.GetUtcNow() && await remove.RunAsync(deviceId, accountId, RemovedBy.Undo, network));
    }
}
