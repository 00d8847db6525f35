using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Platform.Pages;

/// <summary>What is kept about people, who sees it and for how long.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class PrivacyModel : PageModel;
