using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Devices;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>A device that revokes its own token (RFC 7009) is unlinked.</summary>
internal sealed class Unlink(RemoveDevice remove) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (Guid.TryParse(context.GenericTokenPrincipal?.GetAuthorizationId(), out var deviceId)
            && Guid.TryParse(context.GenericTokenPrincipal.GetClaim(Claims.Subject), out var owner))
        {
            await remove.RunAsync(deviceId, owner, RemovedBy.Device, Limits.Network(context.Transaction.GetHttpRequest()!.HttpContext.Connection.RemoteIpAddress));
        }
    }
}

/// <summary>A device that revokes its device code has given up (X6). To strangers the answer is that of any unknown token: 200.</summary>
internal sealed class CancelDeviceCode(CancelLink cancel, AppDirectory apps) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.EndpointType == OpenIddictServerEndpointType.Revocation
            && context.GenericToken?.StartsWith(DeviceCode.Prefix, StringComparison.Ordinal) == true)
        {
            if (apps.Find(context.ClientId) is { } app)
            {
                await cancel.RunAsync(context.GenericToken, app.Id);
            }

            context.Reject(Errors.InvalidToken);
        }
    }
}
