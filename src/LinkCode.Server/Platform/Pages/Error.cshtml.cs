using System.Globalization;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Platform.Pages;

/// <summary>What went wrong, for people: one sentence and what to do now.</summary>
[AllowAnonymous, DisableRateLimiting, IgnoreAntiforgeryToken]
internal sealed class ErrorModel(IStringLocalizer<Text> texts) : PageModel
{
    private static readonly int[] Known = [400, 401, 403, 404, 405, 413, 415, 429, 500, 503];

    public int Status { get; private set; }

    public string Heading => $"error.{Status}.heading";

    public string Advice => $"error.{Status}.advice";

    /// <summary>How long to wait, where the answer says so.</summary>
    public string? Wait => Status == 429 && int.TryParse(Response.Headers.RetryAfter.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? texts.For(TimeSpan.FromSeconds(seconds))
        : null;

    /// <summary>The number of this request in the operator's log, where somebody may have to look for it.</summary>
    public string? RequestNumber => Status is 400 or >= 500 ? HttpContext.TraceIdentifier : null;

    // A failed POST arrives here as a POST.
    public void OnPost(int status) => OnGet(status);

    public void OnGet(int status)
    {
        Status = Known.Contains(status) ? status : status < 500 ? 400 : 500;
        Response.StatusCode = Status;
    }
}
