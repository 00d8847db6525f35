using System.Globalization;
using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>
/// What a device says while it links, for devices that bring no texts of their own: in the first of the languages it names that there is
/// (<c>ui_locales</c>, OpenID Connect Core §3.1.2.1), otherwise in the one chosen in this browser, or what its request accepts.
/// </summary>
internal static class DeviceWords
{
    // Longer than any list of languages that somebody means.
    private const int LongestList = 200;

    public static IResult Run(HttpContext http, IStringLocalizer<Text> texts, IOptions<RequestLocalizationOptions> languages, IOptions<SiteOptions> site)
    {
        var known = languages.Value.SupportedUICultures!;
        var list = http.Request.Query["ui_locales"].ToString();
        var language = list.Length > LongestList ? null : list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(tag => Find(known, tag)).FirstOrDefault(found => found is not null);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language ?? CultureInfo.CurrentUICulture;
        http.Response.Headers.ContentLanguage = CultureInfo.CurrentUICulture.Name;
        http.Response.Headers.Vary = "Accept-Language, Cookie";
        http.Response.Headers.CacheControl = "private, max-age=3600";
        return Results.Json(new
        {
            language = CultureInfo.CurrentUICulture.Name,
            direction = PlatformRoom.Direction,
            go_to = texts["tv.goTo", site.Value.ShortAddress.TrimEnd('/') + "/link"].Value,
            type_or_scan = texts["tv.typeOrScan"].Value,
            type = texts["tv.onlyType"].Value,
            renewed = texts["tv.renewed"].Value,
            claimed = texts["tv.claimed"].Value,
            denied = texts["tv.denied"].Value,
            expired = texts["tv.expired"].Value,
            free = texts["tv.free"].Value,
        });
    }

    // es-MX is spoken to in es where there is nothing closer (RFC 4647 §3.4).
    private static CultureInfo? Find(IList<CultureInfo> known, string tag)
    {
        for (var rest = tag; rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOf('-'))])
        {
            if (known.FirstOrDefault(culture => culture.Name.Equals(rest, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
