using System.Security.Claims;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Browsing;

/// <summary>Where a person is signed in, and the way to sign any of it out.</summary>
[Authorize(Policies.Account), Fresh(ForFormsOnly = true), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class SessionsListModel(ListSessions list, EndSessions end, TimeProvider time) : PageModel
{
    /// <summary>How many browsers were just signed out.</summary>
    [FromQuery(Name = "ended")]
    public int Ended { get; set; }

    public IReadOnlyList<BrowserSession> Lines { get; private set; } = [];

    public string Own => User.FindFirstValue(AccountClaims.Session) ?? "";

    public string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public DateTimeOffset Now => time.GetUtcNow();

    public bool HasOthers => Lines.Any(session => session.Id != Own);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var lines = await list.RunAsync(User.AccountId()!.Value, cancellation);
        Lines = [.. lines.OrderByDescending(session => session.Id == Own)];
    }

    /// <summary>One button for each line, and one for all but this browser. Pressed twice, the second press finds nothing left to do.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "end")] string? session, CancellationToken cancellation)
    {
        var account = User.AccountId()!.Value;
        if (session is null || session == Own)
        {
            return BadRequest();
        }

        var count = session == "others" ? await end.OthersAsync(Own, account, Network, cancellation)
            : await end.OneAsync(session, account, Network, cancellation) ? 1
            : 0;
        return LocalRedirect(count == 0 ? "/sessions" : $"/sessions?ended={count}");
    }
}
