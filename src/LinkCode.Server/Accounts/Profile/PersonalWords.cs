using System.Globalization;
using System.Security.Claims;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Localization;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Once it is known who asks, pages are in the language and the time zone that person chose; before, and for everybody else, in the browser's and UTC.</summary>
internal static class PersonalWords
{
    /// <summary>The language this browser asks for, whatever the person chose.</summary>
    public static string OfBrowser(HttpContext context) => context.Features.Get<BrowserLanguage>()?.Name ?? CultureInfo.CurrentUICulture.Name;

    public static void UsePersonalWords(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.User.FindFirstValue(AccountClaims.Language) is { } language && PlatformRoom.Languages.Contains(language))
        {
            context.Features.Set(new BrowserLanguage(CultureInfo.CurrentUICulture.Name));
            var culture = CultureInfo.GetCultureInfo(language);
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
            context.Features.Set<IRequestCultureFeature>(new RequestCultureFeature(new RequestCulture(culture), provider: null));
            context.Response.Headers.ContentLanguage = language;
        }

        if (context.User.FindFirstValue(AccountClaims.TimeZone) is { } zone)
        {
            TimeZones.Current = TimeZones.Find(zone);
        }

        await next(context);
    });

    private sealed record BrowserLanguage(string Name);
}
