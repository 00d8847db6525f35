using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Security;

/// <summary>Sets, changes and removes the password of whoever is signed in.</summary>
[Authorize(Policies.Account), GivesAccess, Fresh, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class PasswordModel(ChangePassword change, RemovePassword remove, ReadWaysIn read, IOptions<AccountsOptions> options) : PageModel
{
    [FromForm(Name = "new-password")]
    public string? Password { get; set; }

    public WaysIn Ways { get; private set; } = null!;

    public Problem? Problem { get; private set; }

    public int ShortestPassword => options.Value.ShortestPassword;

    private Guid Account => User.AccountId()!.Value;

    private string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "do")] string? what, CancellationToken cancellation)
    {
        switch (what)
        {
            case "save":
                Problem = await change.RunAsync(Account, Password, Network, cancellation);
                return Problem is null ? LocalRedirect("/security?changed=password") : await ShowAsync(cancellation);
            case "remove":
                return await remove.RunAsync(Account, Network, cancellation) ? LocalRedirect("/security?changed=password-removed") : await ShowAsync(cancellation);
            default:
                return BadRequest();
        }
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (await read.RunAsync(Account, cancellation) is not { } ways)
        {
            return NotFound();
        }

        Ways = ways;
        return Page();
    }
}
