using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Operator.SentMail;

/// <summary>Development: one letter, with its button working.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class SentLetterModel(KeptMail kept, IHostEnvironment environment, TimeProvider time) : PageModel
{
    public KeptLetter Kept { get; private set; } = null!;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IActionResult OnGet(int number)
    {
        if (!environment.IsDevelopment() || kept.All.FirstOrDefault(letter => letter.Number == number) is not { } found)
        {
            return NotFound();
        }

        Kept = found;
        return Page();
    }
}
