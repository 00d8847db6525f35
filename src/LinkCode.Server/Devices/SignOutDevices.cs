using LinkCode.Server.Accounts;

namespace LinkCode.Server.Devices;

/// <summary>Signs out every device of an account whose password was lost; its owner still sees them in the list.</summary>
internal sealed class SignOutDevices(ListDevices list, RemoveDevice remove) : ILinkedThings
{
    public async Task SignOutAllAsync(Guid accountId, CancellationToken cancellation)
    {
        foreach (var device in await list.RunAsync(accountId, 0, int.MaxValue, cancellation))
        {
            await remove.RunAsync(device.Id, accountId, RemovedBy.SignOut);
        }
    }
}
