using System.Buffers.Text;
using System.Security.Claims;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.OAuth.Proofs;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Grants;

/// <summary>The device authorization request (RFC 8628 §3.1): OpenIddict has checked the app, the codes are ours.</summary>
internal sealed class AskForCodes(StartLink start, AppDirectory apps) : IOpenIddictServerHandler<HandleDeviceAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(HandleDeviceAuthorizationRequestContext context)
    {
        if (apps.Find(context.ClientId) is not { } app)
        {
            context.Reject(Errors.InvalidClient);
            return;
        }

        if (!TryReadChallenge(context.Request, out var challenge))
        {
            context.Reject(Errors.InvalidRequest, "A code_challenge has 43 base64url characters and code_challenge_method S256 (RFC 7636).");
            return;
        }

        var proven = context.Transaction.ProvenKey();
        if (!KeyClaims.TryRead((string?)context.Request[KeyClaims.Parameter], out var named) || (named is not null && proven is not null && named != proven))
        {
            context.Reject(Errors.InvalidRequest, "A dpop_jkt is the SHA-256 thumbprint of the key that is proven, 43 base64url characters (RFC 9449).");
            return;
        }

        // From here on the code is worth nothing without the key, whether it was proven or only named.
        if ((proven ?? named) is { } key)
        {
            challenge = KeyBinding.Bind(challenge, KeyClaims.Bytes(key));
        }
        else if (app.RequiresProof)
        {
            context.Reject(ProofWords.Wrong, ProofWords.MissingDescription);
            return;
        }

        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var scopes = app.ScopesOrDefault(string.Join(' ', context.Request.GetScopes()));
        var facts = DeviceFacts.From(
            (string?)context.Request["device_name"],
            (string?)context.Request["device_type"],
            (string?)context.Request["device_model"],
            (string?)context.Request["app_version"],
            (string?)context.Request["device_id"],
            (string?)context.Request["ui_locales"]);
        switch (await start.RunAsync(new LinkQuestion(app, scopes, challenge, Limits.Network(http.Connection.RemoteIpAddress), facts), http.RequestAborted))
        {
            case StartAnswer.Started started:
                context.Transaction.SetProperty(nameof(StartAnswer.Started), started);
                context.Transaction.SetProperty(nameof(AppCard), app);
                context.Principal = new ClaimsPrincipal(new ClaimsIdentity()).SetScopes(scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            case StartAnswer.Busy busy:
                Overload.Say(http, busy.RetryAfter, busy.Status);
                context.Reject(Errors.TemporarilyUnavailable, StartAnswer.BusyWords);
                break;
            default:
                throw new InvalidOperationException("An answer of StartLink is not handled.");
        }
    }

    private static bool TryReadChallenge(OpenIddictRequest request, out byte[]? challenge)
    {
        challenge = null;
        if (string.IsNullOrEmpty(request.CodeChallenge) && string.IsNullOrEmpty(request.CodeChallengeMethod))
        {
            return true;
        }

        if (request.CodeChallengeMethod != CodeChallengeMethods.Sha256 || !HashText.Is(request.CodeChallenge))
        {
            return false;
        }

        challenge = Base64Url.DecodeFromChars(request.CodeChallenge);
        return true;
    }
}

/// <summary>Puts our codes where OpenIddict would make its own.</summary>
internal sealed class AttachCodes : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.Transaction.GetProperty<StartAnswer.Started>(nameof(StartAnswer.Started)) is { } started)
        {
            context.GenerateDeviceCode = context.GenerateUserCode = false;
            context.DeviceCode = started.DeviceCode;
            context.UserCode = started.UserCode.Grouped;
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Answers with the configured address (N15), the interval (N13) and the complete link where the app wants one.</summary>
internal sealed class AttachAddresses(IOptions<SiteOptions> site) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.Transaction.GetProperty<StartAnswer.Started>(nameof(StartAnswer.Started)) is { } started)
        {
            var app = context.Transaction.GetProperty<AppCard>(nameof(AppCard))!;
            var address = site.Value.Link("link");
            context.Response.VerificationUri = address;
            context.Response.VerificationUriComplete = app.AllowsCompleteLink ? $"{address}?user_code={Uri.EscapeDataString(started.UserCode.Grouped)}" : null;
            context.Response["verification_url"] = address;
            context.Response.ExpiresIn = (long)started.Lifetime.TotalSeconds;
            context.Response["interval"] = started.IntervalSeconds;
        }

        return ValueTask.CompletedTask;
    }
}
