using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts;

[AllowAnonymous, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class SignOutModel(Sessions sessions, Browsers browsers) : PageModel
{
    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    public bool IsSignedIn => User.AccountId() is not null;

    public void OnGet() => Next = LocalPath.Read(Url, Next);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (User.AccountId() is { } accountId)
        {
            await sessions.EndAsync(accountId, browsers.Visitor(HttpContext).Network, cancellation);
        }

        return LocalRedirect(LocalPath.Read(Url, Next) ?? "/sign-out");
    }
}
