using System.Text;
using LinkCode.Device;
using LinkCode.Server.Accounts.Security;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Sets an authenticator app up, says that there is one, takes it off.</summary>
[Authorize(Policies.Account), GivesAccess, Fresh, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class AuthenticatorModel(BeginAuthenticator begin, ConfirmAuthenticator confirm, RemoveAuthenticator remove, MakeRecoveryCodes make, ReadWaysIn read, IOptions<SiteOptions> site, TimeProvider time)
    : PageModel
{
    [FromForm(Name = CheckCode.Field)]
    public string? Code { get; set; }

    public WaysIn Ways { get; private set; } = null!;

    /// <summary>The key to show, while the app is being set up.</summary>
    public AuthenticatorKey? Key { get; private set; }

    public Problem? Problem { get; private set; }

    /// <summary>The recovery codes that came with the app, shown this once.</summary>
    public IReadOnlyList<RecoveryCode>? Codes { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    private Guid Account => User.AccountId()!.Value;

    private string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await ShowAsync(cancellation);

    /// <summary>The picture of the key; nobody keeps it.</summary>
    public async Task<IActionResult> OnGetQrAsync(CancellationToken cancellation)
    {
        if (await confirm.LookAsync(Account, cancellation) is not { } key || await read.RunAsync(Account, cancellation) is not { } ways)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "no-store";
        return Content(QrCode.Encode(key.Address(site.Value.SiteName, ways.Mail)).ToSvg(), "image/svg+xml", Encoding.UTF8);
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "do")] string? what, CancellationToken cancellation)
    {
        switch (what)
        {
            case "begin":
                await begin.RunAsync(Account, cancellation);
                return LocalRedirect("/security/app");
            case "confirm":
                return await ConfirmAsync(cancellation);
            case "remove":
                await remove.RunAsync(Account, Network, cancellation);
                return LocalRedirect("/security?changed=app-removed");
            default:
                return BadRequest();
        }
    }

    private async Task<IActionResult> ConfirmAsync(CancellationToken cancellation)
    {
        Problem = await confirm.RunAsync(Account, Code, Network, cancellation);
        if (Problem is not null)
        {
            return await ShowAsync(cancellation);
        }

        // Whoever has codes on paper keeps them.
        if ((await read.RunAsync(Account, cancellation))?.CodesLeft > 0)
        {
            return LocalRedirect("/security?changed=app-added");
        }

        Codes = await make.RunAsync(Account, Network, cancellation);
        return Page();
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (await read.RunAsync(Account, cancellation) is not { } ways)
        {
            return NotFound();
        }

        (Ways, Key) = (ways, ways.App is null ? await confirm.LookAsync(Account, cancellation) : null);
        return Page();
    }
}
