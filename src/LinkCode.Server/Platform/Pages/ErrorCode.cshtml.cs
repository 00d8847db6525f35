using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Platform.Pages;

/// <summary>The page of one error word, where <c>error_uri</c> and problem types point; without a word, the list. For developers, so in English.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class ErrorCodeModel : PageModel
{
    public string Word { get; private set; } = "";

    public string Markdown { get; private set; } = "";

    public IActionResult OnGet(string? word)
    {
        if (word == ErrorDocs.Index || ErrorDocs.Find(word ?? ErrorDocs.Index) is not { } markdown)
        {
            return NotFound();
        }

        (Word, Markdown) = (word ?? "", markdown);
        return Page();
    }
}
