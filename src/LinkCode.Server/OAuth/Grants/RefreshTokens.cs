using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Devices;
using LinkCode.Server.OAuth.Proofs;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Grants;

/// <summary>Refresh with rotation (RFC 9700 §4.14.2) and a minute's leeway for answers that were lost.</summary>
internal sealed class RefreshTokens(RefreshDevice refresh, AppDirectory apps, ReadAccount accounts, ILogger<RefreshTokens> log) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsRefreshTokenGrantType())
        {
            return;
        }

        var token = context.RefreshTokenPrincipal!;
        if (apps.Find(context.ClientId) is not { } app
            || !Guid.TryParse(token.GetAuthorizationId(), out var deviceId)
            || !int.TryParse(token.GetClaim(Names.Generation), out var generation)
            || !Guid.TryParse(token.GetClaim(Claims.Subject), out var owner)
            || await accounts.RunAsync(owner, context.CancellationToken) is not { IsDisabled: false } account)
        {
            context.Reject(Errors.InvalidGrant, "This device is not linked.");
            return;
        }

        if (context.Request.GetScopes().Except(token.GetScopes()).Any())
        {
            context.Reject(Errors.InvalidScope, "The device was not granted this much.");
            return;
        }

        // Before the number of the token is looked at: whoever stole it without its key must not end what its owner has.
        var key = context.Transaction.ProvenKey();
        if (token.BoundTo() is { } bound && key != bound && (app.IsPublic || key is null))
        {
            context.Reject(key is null ? ProofWords.Wrong : Errors.InvalidGrant, key is null ? ProofWords.MissingDescription : ProofWords.OtherKeyDescription);
            return;
        }

        var network = Limits.Network(context.Transaction.GetHttpRequest()!.HttpContext.Connection.RemoteIpAddress);
        switch (await refresh.RunAsync(deviceId, app, account, generation, network, context.CancellationToken))
        {
            case RefreshAnswer.Granted granted:
                context.Principal = TokenPrincipal.For(granted.Device, app, account, granted.Generation, context.Options.Issuer!).TellSignIn(token.Carried());
                break;
            case RefreshAnswer.Gone:
                context.Reject(Errors.InvalidGrant, "This device is not linked.");
                break;
            case RefreshAnswer.Replayed replayed:
                log.Replayed(replayed.Device.Id, app.ClientId);
                context.Reject(Errors.InvalidGrant, "This refresh token was used before. The device was signed out.");
                break;
            default:
                throw new InvalidOperationException("An answer of RefreshDevice is not handled.");
        }
    }
}
