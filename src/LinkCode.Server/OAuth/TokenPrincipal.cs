using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
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
            principal.TellMethods([Names.DeviceCodeMethod]);
        }

        return principal;
    }

    /// <summary>What an authorization code carries: the account, the id its device will have, and how and when the person signed in.</summary>
    public static ClaimsPrincipal ForCode(AccountCard account, string scopes, Uri issuer, Guid codeId, string? mark, Proven proven) =>
        ForAccount(account, scopes, issuer).SetClaim(Names.CodeId, codeId.ToString()).SetClaim(Names.Mark, mark).Carry(proven);

    /// <summary>Lets an authorization code count only together with the key that its app named (RFC 9449 §10).</summary>
    public static ClaimsPrincipal NameKey(this ClaimsPrincipal code, string? thumbprint) => code.SetClaim(Names.CodeKey, thumbprint);

    /// <summary>How the person signed in, as a code or a refresh token carries it; null for those of long ago.</summary>
    public static Proven? Carried(this ClaimsPrincipal carrier) => Proven.Read(
        carrier.GetClaim(Names.ProvenBy),
        long.TryParse(carrier.GetClaim(Claims.AuthenticationTime), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);

    /// <summary>
    /// Tells the app how and when the person signed in (OpenID Connect Core §2), and every API how sure that was (RFC 9470 §6.2).
    /// The refresh token carries it on, because a refresh is no sign-in.
    /// </summary>
    public static ClaimsPrincipal TellSignIn(this ClaimsPrincipal principal, Proven? proven)
    {
        if (proven is null)
        {
            return principal;
        }

        var identity = (ClaimsIdentity)principal.Identity!;
        var time = new Claim(Claims.AuthenticationTime, proven.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);
        identity.AddClaim(time.SetDestinations(Destinations.IdentityToken, Destinations.AccessToken));
        identity.AddClaim(new Claim(Claims.AuthenticationContextReference, proven.Strength).SetDestinations(Destinations.IdentityToken, Destinations.AccessToken));
        principal.TellMethods(proven.Methods);
        return principal.SetClaim(Names.ProvenBy, proven.Words);
    }

    // RFC 8176: an array, even of one.
    private static void TellMethods(this ClaimsPrincipal principal, IEnumerable<string> methods)
    {
        var identity = (ClaimsIdentity)principal.Identity!;
        var told = identity.FindFirst(Claims.AuthenticationMethodReference);
        var all = JsonSerializer.Serialize(told is null ? methods : [.. JsonSerializer.Deserialize<string[]>(told.Value)!, .. methods]);
        identity.TryRemoveClaim(told);
        identity.AddClaim(new Claim(Claims.AuthenticationMethodReference, all, "JSON_ARRAY").SetDestinations(Destinations.IdentityToken, Destinations.AccessToken));
    }

    private static ClaimsPrincipal Carry(this ClaimsPrincipal carrier, Proven proven) =>
        carrier.SetClaim(Names.ProvenBy, proven.Words).SetClaim(Claims.AuthenticationTime, proven.At.ToUnixTimeSeconds());

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
            foreach (var (name, value, type) in ProfileClaims.Of(account, issuer))
            {
                identity.AddClaim(new Claim(name, value, type).SetDestinations(Destinations.IdentityToken));
            }
        }

        if (principal.HasScope(Scopes.Email))
        {
            identity.AddClaim(new Claim(Claims.Email, account.Email).SetDestinations(Destinations.IdentityToken));
            identity.AddClaim(new Claim(Claims.EmailVerified, account.IsEmailConfirmed ? "true" : "false", ClaimValueTypes.Boolean).SetDestinations(Destinations.IdentityToken));
        }

        return principal;
    }
}
