using System.Security.Claims;
using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = LinkCode.Server.Apps.Scopes;

namespace LinkCode.Server.OAuth;

// Inside, because outside the namespace LinkCode.Device of the library would be found first.
using LinkCode.Server.Devices;

/// <summary>Says what stands in the tokens of a device.</summary>
internal static class TokenPrincipal
{
    /// <summary>The tokens of one device, of one generation of its refresh token.</summary>
    public static ClaimsPrincipal For(Devices.Device device, AppCard app, AccountCard account, int generation, Uri issuer)
    {
        var principal = ForAccount(account, device.Scopes, issuer);
        var byCode = device.How != Codes.LinkedHow.Browser;
        principal.SetAuthorizationId(device.Id.ToString());
        principal.SetClaim(Names.Generation, generation);
        principal.SetPresenters(app.ClientId);
        principal.SetRefreshTokenLifetime(app.IdleTime);
        if (byCode)
        {
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(Claims.AuthenticationMethodReference, Names.DeviceCodeMethod).SetDestinations(Destinations.AccessToken));
        }

        return principal;
    }

    /// <summary>What an authorization code carries: the account, the id its device will have, and when the person signed in.</summary>
    public static ClaimsPrincipal ForCode(AccountCard account, string scopes, Uri issuer, Guid codeId, DateTimeOffset signedInAt) =>
        ForAccount(account, scopes, issuer).SetClaim(Names.CodeId, codeId.ToString()).SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());

    /// <summary>Lets an authorization code count only together with the key that its app named (RFC 9449 §10).</summary>
    public static ClaimsPrincipal NameKey(this ClaimsPrincipal code, string? thumbprint) => code.SetClaim(Names.CodeKey, thumbprint);

    /// <summary>Tells the app when the person signed in (OpenID Connect Core §2), as the code says.</summary>
    public static ClaimsPrincipal TellSignInTime(this ClaimsPrincipal principal, ClaimsPrincipal code)
    {
        var claim = new Claim(Claims.AuthenticationTime, code.GetClaim(Claims.AuthenticationTime)!, ClaimValueTypes.Integer64);
        ((ClaimsIdentity)principal.Identity!).AddClaim(claim.SetDestinations(Destinations.IdentityToken));
        return principal;
    }

    /// <summary>What an app with these scopes may know of an account.</summary>
    public static ClaimsPrincipal ForAccount(AccountCard account, string scopes, Uri issuer)
    {
        var identity = new ClaimsIdentity("LinkCode", Claims.Name, Claims.Role);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        principal.SetResources(issuer.AbsoluteUri);
        identity.AddClaim(new Claim(Claims.Subject, account.Id.ToString()).SetDestinations(Destinations.AccessToken, Destinations.IdentityToken));
        if (principal.HasScope(Scopes.Profile))
        {
            identity.AddClaim(new Claim(Claims.Name, account.Name).SetDestinations(Destinations.IdentityToken));
        }

        if (principal.HasScope(Scopes.Email))
        {
            identity.AddClaim(new Claim(Claims.Email, account.Email).SetDestinations(Destinations.IdentityToken));
            identity.AddClaim(new Claim(Claims.EmailVerified, account.IsEmailConfirmed ? "true" : "false", ClaimValueTypes.Boolean).SetDestinations(Destinations.IdentityToken));
        }

        return principal;
    }
}
