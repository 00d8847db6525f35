using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Security;

/// <summary>Sets, changes and removes the password of whoever is signed in.</summary>
[Authorize(Policies.Account), GivesAccess, Fresh, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class PasswordModel(ChangePassword change, RemovePassword remove, ReadWaysIn read, Browsers browsers, IOptions<AccountsOptions> options) : PageModel
{
    [FromForm(Name = "new-password")]
    public string? Password { get; set; }

    /// <summary>The password until now.</summary>
    [FromForm(Name = "password")]
    public string? Old { get; set; }

    public WaysIn Ways { get; private set; } = null!;

    public ChangeAnswer? Answer { get; private set; }

    public Problem? Problem => (Answer as ChangeAnswer.Refused)?.Problem;

    /// <summary>A session that a passkey signed in a moment ago is surer than the password, which may be just what was forgotten.</summary>
    public bool AsksOld => Ways.HasPassword && !User.Proven().Methods.Contains(Methods.Key);

    public int ShortestPassword => options.Value.ShortestPassword;

    private Guid Account => User.AccountId()!.Value;

    public Problem? About(string field) => Problem?.Field == field ? Problem : null;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "do")] string? what, CancellationToken cancellation)
    {
        var visitor = browsers.Visitor(HttpContext);
        switch (what)
        {
            case "save":
                return await SaveAsync(visitor, cancellation);
            case "remove":
                return await remove.RunAsync(Account, visitor.Network, cancellation) ? LocalRedirect("/security?changed=password-removed") : await ShowAsync(cancellation);
            default:
                return BadRequest();
        }
    }

    private async Task<IActionResult> SaveAsync(Visitor visitor, CancellationToken cancellation)
    {
        var shown = await ShowAsync(cancellation);
        if (Ways is null)
        {
            return shown;
        }

        Answer = await change.RunAsync(Account, AsksOld ? new OldPassword(Old) : null, Password, visitor, cancellation);
        return Answer switch
        {
            ChangeAnswer.Saved => LocalRedirect("/security?changed=password"),
            ChangeAnswer.Wait(var time) => this.TooMany(time),
            _ => shown,
        };
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
