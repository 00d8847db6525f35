using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Pages;

/// <summary>The language of the pages in this browser.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class LanguageModel(IOptions<RequestLocalizationOptions> languages, IKeepLanguage people, IOptions<SiteOptions> site) : PageModel
{
    // 400 days is as long as browsers keep a cookie.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(400);

    /// <summary>The page to go back to.</summary>
    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    public IEnumerable<CultureInfo> Choices => languages.Value.SupportedUICultures!.Where(culture => PlatformRoom.Languages.Contains(culture.Name));

    public static string Chosen => CultureInfo.CurrentUICulture.Name;

    public PageResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? language, CancellationToken cancellation)
    {
        if (languages.Value.SupportedUICultures!.FirstOrDefault(culture => culture.Name == language) is { } chosen)
        {
            var cookie = new CookieBuilder();
            Cookies.Shape(cookie, PlatformRoom.LanguageCookie, site.Value);
            cookie.Name = PlatformRoom.LanguageCookie;
            cookie.MaxAge = Memory;
            Response.Cookies.Append(cookie.Name, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)), cookie.Build(HttpContext));
            await people.KeepAsync(User, chosen.Name, cancellation);
        }

        return LocalRedirect(LocalPath.Read(Url, Next) ?? "/language");
    }
}
