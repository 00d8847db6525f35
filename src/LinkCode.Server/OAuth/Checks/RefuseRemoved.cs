using LinkCode.Server.Accounts;
using LinkCode.Server.Devices;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>Refuses tokens of removed devices at our own endpoints: by memory everywhere, and by the device row where somebody asks on behalf of an API.</summary>
internal sealed class RefuseRemoved(RemovedDevices removed, ListDevices devices, ReadAccount accounts) : IOpenIddictServerHandler<OpenIddictServerEvents.ValidateTokenContext>
{
    public async ValueTask HandleAsync(OpenIddictServerEvents.ValidateTokenContext context)
    {
        if (!Guid.TryParse(context.Principal?.GetAuthorizationId(), out var deviceId))
        {
            return;
        }

        if (removed.Contains(deviceId) || (Asks(context.EndpointType) && !await IsLinkedAsync(context, deviceId)))
        {
            context.Reject(Errors.InvalidToken, "This device is not linked any more.");
        }
    }

    private static bool Asks(OpenIddictServerEndpointType endpoint) =>
        endpoint is OpenIddictServerEndpointType.Introspection or OpenIddictServerEndpointType.UserInfo;

    private async Task<bool> IsLinkedAsync(OpenIddictServerEvents.ValidateTokenContext context, Guid deviceId) =>
        Guid.TryParse(context.Principal!.GetClaim(Claims.Subject), out var owner)
        && await accounts.RunAsync(owner, context.CancellationToken) is { IsDisabled: false }
        && await devices.FindAsync(deviceId, owner, context.CancellationToken) is { RemovedAt: null };
}

/// <summary>The same by memory at our own APIs.</summary>
internal sealed class RefuseRemovedAtApis(RemovedDevices removed) : IOpenIddictValidationHandler<OpenIddictValidationEvents.ValidateTokenContext>
{
    public ValueTask HandleAsync(OpenIddictValidationEvents.ValidateTokenContext context)
    {
        if (Guid.TryParse(context.Principal?.GetAuthorizationId(), out var deviceId) && removed.Contains(deviceId))
        {
            context.Reject(Errors.InvalidToken, "This device is not linked any more.");
        }

        return ValueTask.CompletedTask;
    }
}
