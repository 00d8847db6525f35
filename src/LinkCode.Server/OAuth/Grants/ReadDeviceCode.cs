using System.Security.Claims;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.OAuth.Proofs;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Grants;

/// <summary>Stands where OpenIddict would look its own device code up: asks the engine and passes its word on (RFC 8628 §3.5).</summary>
internal sealed class ReadDeviceCode(PollLink poll, AppDirectory apps) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (string.IsNullOrEmpty(context.DeviceCode) || apps.Find(context.ClientId) is not { } app)
        {
            return;
        }

        if (!app.MayUseDeviceCodes)
        {
            context.Reject(Errors.UnauthorizedClient, "This app is not registered for device codes.");
            return;
        }

        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var wait = Preference.Wait(http.Request.Headers, poll);
        var key = context.Transaction.ProvenKey() is { } proven ? KeyClaims.Bytes(proven) : null;
        var (answer, wasHeld) = await poll.RunAsync(context.DeviceCode, app, new PollProof(context.Request.CodeVerifier, key), wait, http.RequestAborted);
        if (wasHeld)
        {
            http.Response.Headers["Preference-Applied"] = Preference.Applied(wait);
        }

        context.Transaction.SetProperty(nameof(PollAnswer), answer);
        switch (answer)
        {
            case PollAnswer.Approved approved:
                context.DeviceCodePrincipal = Principal(approved.Link, app);
                break;
            case PollAnswer.Repeat repeat:
                context.DeviceCodePrincipal = Principal(repeat.Link, app);
                break;
            default:
                var (error, description) = Words(answer);
                context.Reject(error, description);
                break;
        }
    }

    /// <summary>How an answer that is no sign-in is told to a program.</summary>
    public static (string Error, string Description) Words(PollAnswer answer) => answer switch
    {
        PollAnswer.Pending => (Errors.AuthorizationPending, "Nobody has decided yet. Poll again after the interval."),
        PollAnswer.SlowDown => (Errors.SlowDown, "Polled too early. The interval is five seconds longer from now on."),
        PollAnswer.Denied => (Errors.AccessDenied, "The owner of the account said no."),
        PollAnswer.Expired => (Errors.ExpiredToken, "The code has run out. Ask for a new one."),
        PollAnswer.Refused => (Errors.InvalidGrant, "This is not a live code of this app."),
        _ => throw new InvalidOperationException("An answer of PollLink is not handled."),
    };

    private static ClaimsPrincipal Principal(LinkRequest link, AppCard app) =>
        new ClaimsPrincipal(new ClaimsIdentity("LinkCode"))
            .SetTokenType(TokenTypeIdentifiers.Private.DeviceCode)
            .SetClaim(Claims.Subject, link.OwnerId!.Value.ToString())
            .SetPresenters(app.ClientId)
            .SetScopes(link.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
