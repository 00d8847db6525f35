using LinkCode.Server.Accounts.Security;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Says how many recovery codes are left, and makes new ones.</summary>
[Authorize(Policies.Account), GivesAccess, Fresh, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class RecoveryCodesModel(MakeRecoveryCodes make, ReadWaysIn read, TimeProvider time) : PageModel
{
    public WaysIn Ways { get; private set; } = null!;

    /// <summary>The new codes, shown this once.</summary>
    public IReadOnlyList<RecoveryCode>? Codes { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    private Guid Account => User.AccountId()!.Value;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await LookAsync(cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!await LookAsync(cancellation))
        {
            return NotFound();
        }

        if (!Ways.MayHaveCodes)
        {
            return Page();
        }

        Codes = await make.RunAsync(Account, Limits.Network(HttpContext.Connection.RemoteIpAddress), cancellation);
        return Page();
    }

    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        Ways = (await read.RunAsync(Account, cancellation))!;
        return Ways is not null;
    }
}
