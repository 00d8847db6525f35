using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Platform.Pages;

/// <summary>What went wrong, for people: one sentence and what to do now.</summary>
[AllowAnonymous, DisableRateLimiting, IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    private static readonly int[] Known = [400, 403, 404, 405, 413, 415, 429, 500, 503];
    private int status;

    public string Heading => $"error.{status}.heading";

    public string Advice => $"error.{status}.advice";

    // A failed POST arrives here as a POST.
    public void OnPost(int status) => OnGet(status);

    public void OnGet(int status)
    {
        this.status = Known.Contains(status) ? status : status < 500 ? 400 : 500;
        Response.StatusCode = this.status;
    }
}
