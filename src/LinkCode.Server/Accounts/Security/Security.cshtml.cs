using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Security;

/// <summary>One calm look at an account: the ways in, the way back, what happened last, and what to do next. It changes nothing.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class SecurityModel(ReadWaysIn read, ReadHappened happened, TimeProvider time) : PageModel
{
    private const int Lines = 5;
    private static readonly string[] Changes = ["password", "password-removed", "app-added", "app-removed", "kept", "codes"];

    [FromQuery(Name = "changed")]
    public string? Changed { get; set; }

    /// <summary>What was changed a moment ago, as the text's key names it.</summary>
    public string? JustChanged => Changes.Contains(Changed) ? Changed : null;

    public WaysIn Ways { get; private set; } = null!;

    public HappenedListModel Last { get; private set; } = null!;

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var account = User.AccountId()!.Value;
        if (await read.RunAsync(account, cancellation) is not { } ways)
        {
            return NotFound();
        }

        Ways = ways;
        Last = new HappenedListModel(await happened.RunAsync(account, 0, Lines, cancellation), Now, Limits.Network(HttpContext.Connection.RemoteIpAddress));
        return Page();
    }
}
