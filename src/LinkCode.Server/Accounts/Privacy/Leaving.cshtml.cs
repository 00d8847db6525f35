using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>All there is to see with an account that is being deleted: until when it can be kept. A stranger learns how to.</summary>
[AllowAnonymous, GivesAccess, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class LeavingModel(KeepAccount keep, IOptions<AccountsOptions> options, TimeProvider time) : PageModel
{
    public const string Path = "/privacy/leaving";

    /// <summary>When the account is gone; null for a stranger.</summary>
    public DateTimeOffset? DeleteAt { get; private set; }

    /// <summary>The time to keep it is over; it is gone within the hour.</summary>
    public bool IsOver => DeleteAt <= time.GetUtcNow();

    public int Days => options.Value.DeletionDays;

    private Guid? Account => User.IsLeaving() ? User.AccountId() : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        // Whoever has an account that stays is in the wrong place.
        if (Account is null && User.AccountId() is not null)
        {
            return LocalRedirect("/security");
        }

        DeleteAt = Account is { } id ? await keep.UntilAsync(id, cancellation) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation) =>
        Account is { } id && await keep.RunAsync(id, Limits.Network(HttpContext.Connection.RemoteIpAddress), cancellation) ? LocalRedirect("/security?changed=kept") : LocalRedirect(Path);
}
