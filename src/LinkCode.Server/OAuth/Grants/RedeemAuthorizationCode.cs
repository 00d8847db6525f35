using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.OAuth.Proofs;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Grants;

// Inside, because outside the namespace LinkCode.Device of the library would be found first.
using LinkCode.Server.Devices;

/// <summary>
/// The authorization code grant (RFC 6749 §4.1.3). The code carries the id its device will have, and a table holds an id
/// once: a second use finds it taken, and ends what the first one began.
/// </summary>
internal sealed class RedeemAuthorizationCode(DeviceStore store, RemoveDevice remove, AppDirectory apps, ReadAccount accounts, CodesMeter meter, TimeProvider time)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsAuthorizationCodeGrantType())
        {
            return;
        }

        var code = context.AuthorizationCodePrincipal!;
        if (apps.Find(context.ClientId) is not { } app
            || !Guid.TryParse(code.GetClaim(Names.CodeId), out var deviceId)
            || !Guid.TryParse(code.GetClaim(Claims.Subject), out var owner)
            || await accounts.RunAsync(owner, context.CancellationToken) is not { IsDisabled: false } account
            || code.GetClaim(Names.Mark) != await accounts.MarkAsync(owner, context.CancellationToken))
        {
            context.Reject(Errors.InvalidGrant, "The account behind this code cannot be used.");
            return;
        }

        if (code.GetClaim(Names.CodeKey) is { } named && named != context.Transaction.ProvenKey())
        {
            context.Reject(Errors.InvalidGrant, ProofWords.OtherKeyDescription);
            return;
        }

        var device = new Devices.Device
        {
            Id = deviceId,
            AccountId = owner,
            AppId = app.Id,
            Name = app.Name,
            Scopes = string.Join(' ', code.GetScopes()),
            How = LinkedHow.Browser,
            LinkedAt = time.GetUtcNow(),
            LinkedFromNetwork = Limits.Network(context.Transaction.GetHttpRequest()!.HttpContext.Connection.RemoteIpAddress),
            Generation = 1,
        };
        if (!await store.InsertAsync(device))
        {
            await remove.RunAsync(deviceId, owner, RemovedBy.CodeReplay, device.LinkedFromNetwork);
            meter.Replayed(app.Id);
            context.Logger.CodeReplayed(deviceId, app.ClientId);
            context.Reject(Errors.InvalidGrant, "This code was used already. What it began has been signed out.");
            return;
        }

        context.Principal = TokenPrincipal.For(device, app, account, device.Generation, context.Options.Issuer!)
            .SetClaim(Claims.Nonce, code.GetClaim(Claims.Nonce))
            .TellSignIn(code.Carried());
    }
}
