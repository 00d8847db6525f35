using LinkCode.Server.Apps;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>Tells an app that proves nothing about access tokens alone: whoever found a refresh token could ask in its name whether that still lives.</summary>
internal sealed class KeepRefreshTokensUnread(AppDirectory apps) : IOpenIddictServerHandler<HandleIntrospectionRequestContext>
{
    public ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        if (apps.Find(context.Transaction.Request?.ClientId) is not { IsPublic: false }
            && context.GenericTokenPrincipal.GetTokenType() != TokenTypeIdentifiers.AccessToken)
        {
            context.Reject(Errors.InvalidToken);
        }

        return ValueTask.CompletedTask;
    }
}
