using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Operator.Television;

/// <summary>A test television: an ordinary client of RFC 8628 that happens to run in a page. Anybody's in Development, operators' otherwise.</summary>
[Authorize(Policies.Operator), EnableRateLimiting(Limits.Pages)]
internal sealed class TelevisionModel(AppDirectory apps, IOptions<SiteOptions> site, IHostEnvironment environment) : PageModel
{
    private const string UsualClient = "demo-tv";

    /// <summary>The app the television asks as; a public one, because a page keeps no secrets.</summary>
    [BindProperty(Name = "client", SupportsGet = true)]
    public string? Client { get; set; }

    public string SiteAddress => site.Value.Link("").TrimEnd('/');

    public IActionResult OnGet()
    {
        // The page calls what discovery names, and its content policy lets it call only the address it came from.
        if (environment.IsDevelopment() && !string.Equals(Request.Host.Value, site.Value.Address.Authority, StringComparison.OrdinalIgnoreCase))
        {
            return Redirect(site.Value.Link("television") + Request.QueryString);
        }

        Client ??= apps.Find(UsualClient)?.ClientId ?? apps.All.FirstOrDefault(app => app is { MayUseDeviceCodes: true, IsPublic: true })?.ClientId;
        return apps.Find(Client) is { MayUseDeviceCodes: true, IsPublic: true } ? Page() : NotFound();
    }
}
