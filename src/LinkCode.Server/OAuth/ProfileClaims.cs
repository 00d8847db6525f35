using System.Globalization;
using System.Security.Claims;
using LinkCode.Server.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LinkCode.Server.OAuth;

/// <summary>What the scope <c>profile</c> tells of a person (OpenID Connect Core §5.1): only what the person has given.</summary>
internal static class ProfileClaims
{
    public static readonly string[] All = [Claims.Name, Claims.Picture, Claims.Locale, Claims.Zoneinfo, Claims.UpdatedAt];

    public static IEnumerable<(string Name, string Value, string Type)> Of(AccountCard account, Uri issuer)
    {
        yield return (Claims.Name, account.Name, ClaimValueTypes.String);
        if (account.Picture is { } picture)
        {
            yield return (Claims.Picture, new Uri(issuer, Accounts.Profile.Picture.Path(picture).TrimStart('/')).AbsoluteUri, ClaimValueTypes.String);
        }

        if (account.Language.Length > 0)
        {
            yield return (Claims.Locale, account.Language, ClaimValueTypes.String);
        }

        if (account.TimeZone.Length > 0)
        {
            yield return (Claims.Zoneinfo, account.TimeZone, ClaimValueTypes.String);
        }

        yield return (Claims.UpdatedAt, account.ChangedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);
    }
}
