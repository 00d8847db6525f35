using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using OpenIddict.Abstractions;

namespace LinkCode.Server.OAuth.Browser;

/// <summary>Says on the sign-in page which app the person is on the way to.</summary>
internal sealed class AuthorizeErrand(AppDirectory apps, IStringLocalizer<Text> texts) : IErrand
{
    public string? Describe(HttpContext http, string next)
    {
        var question = next.IndexOf('?', StringComparison.Ordinal);
        if (question < 0 || next[..question] != Names.Authorize)
        {
            return null;
        }

        var query = QueryHelpers.ParseQuery(next[question..]);
        if (apps.Find(query[OpenIddictConstants.Parameters.ClientId].ToString()) is not { } app)
        {
            return null;
        }

        // Where the person has said yes before, the form of the sign-in page ends at the app, and browsers check every step of that way.
        var address = query[OpenIddictConstants.Parameters.RedirectUri].ToString();
        if (app.RedirectUris.Contains(address) && !http.Response.HasStarted)
        {
            SecurityHeaders.AllowFormsTo(http, RedirectAddress.Origin(address));
        }

        return texts["consent.errand", app.Name];
    }

    public Task<string?> ResumeAsync(HttpContext http, string next, Guid accountId, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
