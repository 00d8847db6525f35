using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>Sends whoever has guessed too often away before a secret is hashed, which is what costs us most. Apps without a secret cost nothing here.</summary>
internal sealed class TurnGuessersAway(Refusals refusals, AppDirectory apps) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public const string Words = "Too many requests of this app were refused. Try again later.";

    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        var app = apps.Find(context.ClientId);
        var isForSecrets = context.EndpointType is OpenIddictServerEndpointType.Token or OpenIddictServerEndpointType.DeviceAuthorization
            or OpenIddictServerEndpointType.Revocation or OpenIddictServerEndpointType.Introspection;
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        if (isForSecrets && app is not { IsPublic: true } && refusals.Wait(Guessed.Client, app?.Id, Limits.Network(http.Connection.RemoteIpAddress)) is { } wait)
        {
            Overload.Say(http, wait);
            context.Reject(Errors.TemporarilyUnavailable, Words);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Counts secrets and device codes that were refused, and says "too many" instead of "wrong" where they are.</summary>
internal sealed class CountRefusals<TContext>(Refusals refusals, AppDirectory apps) : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var response = context.Transaction.Response!;
        Guessed? guessed = response.Error == Errors.InvalidClient ? Guessed.Client
            : context.Transaction.GetProperty<PollAnswer>(nameof(PollAnswer)) is PollAnswer.Refused ? Guessed.DeviceCode : null;
        if (guessed is not { } what)
        {
            return ValueTask.CompletedTask;
        }

        // Ids that nobody registered are one app, so that inventing them neither helps nor fills memory.
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var app = apps.Find(context.Transaction.Request?.ClientId);
        if (refusals.Add(what, app?.Id, Limits.Network(http.Connection.RemoteIpAddress)) is { } wait)
        {
            Overload.Say(http, wait);
            response.Error = Errors.TemporarilyUnavailable;
            response.ErrorDescription = TurnGuessersAway.Words;
        }

        return ValueTask.CompletedTask;
    }
}
