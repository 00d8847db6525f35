using System.Globalization;
using System.Security.Claims;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Who a person is to others, and the ways to change it.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Saves), StaleForm]
internal sealed class ProfileModel(ReadAccount read, ReadAddressChange changes, SaveName saveName, RefuseNewAddress refuse) : PageModel
{
    private static readonly string[] Dones = ["name", "picture", "picture-removed", "language", "asked", "taken-back"];

    [FromForm(Name = "name")]
    public string? NewName { get; set; }

    [FromQuery(Name = "done")]
    public string? Done { get; set; }

    /// <summary>What was done a moment ago, as the text's key names it.</summary>
    public string? JustDone => Dones.Contains(Done) ? Done : null;

    public AccountCard Person { get; private set; } = null!;

    public WaitingChange? Waiting { get; private set; }

    public Problem? Problem { get; private set; }

    /// <summary>The chosen language in its own words, or null when it is the browser's.</summary>
    public string? Language => User.FindFirstValue(AccountClaims.Language) is { } name ? CultureInfo.GetCultureInfo(name).NativeName : null;

    public string? Zone => User.FindFirstValue(AccountClaims.TimeZone)?.Replace('_', ' ');

    private Guid Account => User.AccountId()!.Value;

    private string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "do")] string? what, CancellationToken cancellation)
    {
        switch (what)
        {
            case "name":
                Problem = await saveName.RunAsync(Account, NewName, Network, cancellation);
                return Problem is null ? LocalRedirect("/profile?done=name") : await ShowAsync(cancellation);
            case "take-back":
                return LocalRedirect(await refuse.TakeBackAsync(Account, Network, cancellation) ? "/profile?done=taken-back" : "/profile");
            default:
                return BadRequest();
        }
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (await read.RunAsync(Account, cancellation) is not { } person)
        {
            return NotFound();
        }

        (Person, Waiting) = (person, await changes.WaitingAsync(Account, cancellation));
        return Page();
    }
}
