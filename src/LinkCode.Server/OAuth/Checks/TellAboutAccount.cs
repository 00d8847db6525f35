using System.Globalization;
using System.Security.Claims;
using LinkCode.Server.Accounts;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using Scopes = LinkCode.Server.Apps.Scopes;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>The userinfo answer (OpenID Connect Core §5.3), as fresh as the account.</summary>
internal sealed class TellAboutAccount(ReadAccount accounts) : IOpenIddictServerHandler<HandleUserInfoRequestContext>
{
    public async ValueTask HandleAsync(HandleUserInfoRequestContext context)
    {
        if (!context.AccessTokenPrincipal.HasScope(Scopes.OpenId)
            || !Guid.TryParse(context.AccessTokenPrincipal.GetClaim(Claims.Subject), out var id)
            || await accounts.RunAsync(id, context.CancellationToken) is not { } account)
        {
            context.Reject(Errors.InsufficientScope, "The token was not made for reading who the person is.");
            return;
        }

        context.Subject = account.Id.ToString();
        if (context.AccessTokenPrincipal.HasScope(Scopes.Profile))
        {
            foreach (var (name, value, type) in ProfileClaims.Of(account, context.Options.Issuer!))
            {
                context.Claims[name] = type == ClaimValueTypes.Integer64 ? long.Parse(value, CultureInfo.InvariantCulture) : value;
            }
        }

        if (context.AccessTokenPrincipal.HasScope(Scopes.Email))
        {
            context.Email = account.Email;
            context.EmailVerified = account.IsEmailConfirmed;
        }
    }
}
