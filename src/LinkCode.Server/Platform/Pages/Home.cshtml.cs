using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Platform.Pages;

/// <summary>What this site is for, and the two ways to begin.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class HomeModel(IHostEnvironment environment) : PageModel
{
    /// <summary>The test television is for everybody in Development only.</summary>
    public bool OffersTelevision => environment.IsDevelopment();

    public bool IsSignedIn => User.Identity?.IsAuthenticated == true;

    public string Name => User.FindFirst(SessionClaims.DisplayName)?.Value ?? "";
}
