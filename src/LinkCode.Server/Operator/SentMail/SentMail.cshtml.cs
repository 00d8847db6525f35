using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Operator.SentMail;

/// <summary>Development: what the server would have sent.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class SentMailModel(KeptMail kept, IHostEnvironment environment, TimeProvider time) : PageModel
{
    public IReadOnlyList<KeptLetter> Letters { get; private set; } = [];

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IActionResult OnGet()
    {
        Letters = kept.All;
        return environment.IsDevelopment() ? Page() : NotFound();
    }
}
