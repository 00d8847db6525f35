using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Says what goes with an account, and begins its deletion once that was ticked.</summary>
[Authorize(Policies.Account), GivesAccess, Fresh, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class LeaveModel(LeaveAccount leave, Sessions sessions, IOptions<AccountsOptions> options) : PageModel
{
    /// <summary>Whether the button was pressed without the tick.</summary>
    public bool IsUnsure { get; private set; }

    public int Days => options.Value.DeletionDays;

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "sure")] string? sure, CancellationToken cancellation)
    {
        if (sure != "yes")
        {
            IsUnsure = true;
            return Page();
        }

        var (account, network) = (User.AccountId()!.Value, Limits.Network(HttpContext.Connection.RemoteIpAddress));
        await leave.RunAsync(account, network, cancellation);
        await sessions.EndAsync(account, network, CancellationToken.None);
        return LocalRedirect(LeavingModel.Path);
    }
}
