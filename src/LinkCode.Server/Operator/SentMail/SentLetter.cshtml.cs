using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Operator.SentMail;

/// <summary>Development: one letter, with its button working.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class SentLetterModel(KeptMail kept, IHostEnvironment environment) : PageModel
{
    public KeptLetter Kept { get; private set; } = null!;

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
