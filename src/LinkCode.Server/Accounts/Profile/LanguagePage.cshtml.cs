using System.Globalization;
using System.Security.Claims;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>The language and the time zone a person wants pages and letters in, in whatever browser.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Saves), StaleForm]
internal sealed class LanguagePageModel(SaveLanguage save, TimeProvider time) : PageModel
{
    public static IEnumerable<CultureInfo> Choices => PlatformRoom.Languages.Select(CultureInfo.GetCultureInfo);

    public string? Language => User.FindFirstValue(AccountClaims.Language);

    public string? Zone => User.FindFirstValue(AccountClaims.TimeZone);

    /// <summary>What time it is there now, so that people see whether they chose the right one.</summary>
    public string Clock => $"{TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZones.Current):HH:mm} {TimeZones.Distance(time.GetUtcNow())}";

    public PageResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "language")] string? language, [FromForm(Name = "zone")] string? zone, CancellationToken cancellation)
    {
        await save.RunAsync(User.AccountId()!.Value, language, PersonalWords.OfBrowser(HttpContext), zone?.Replace(' ', '_'), Limits.Network(HttpContext.Connection.RemoteIpAddress), cancellation);
        return LocalRedirect("/profile?done=language");
    }
}
