using LinkCode.Server.Accounts;

namespace LinkCode.Server.Devices;

/// <summary>Signs out every device of an account whose password was lost; its owner still sees them in the list.</summary>
internal sealed class SignOutDevices(ListDevices list, RemoveDevice remove) : ILinkedThings
{
    // All at once, so that they share commits.
    public async Task SignOutAllAsync(Guid accountId, string network, CancellationToken cancellation) =>
        await Task.WhenAll((await list.RunAsync(accountId, 0, int.MaxValue, cancellation)).Select(device => remove.RunAsync(device.Id, accountId, RemovedBy.SignOut, network)));
}
