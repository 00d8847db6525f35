using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Devices;

/// <summary>Where "This wasn't me" leads, from a mail or the device's page: looking changes nothing, the button does.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class NotMineModel(ListDevices list, FindLinked find, DisownDevice disown, DeviceLines lines) : PageModel
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    public DeviceLine Line { get; private set; } = null!;

    public string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var account = User.AccountId()!.Value;
        if (await list.FindAsync(Id, account, cancellation) is not { } device)
        {
            // The mail may be read before the device has come for its sign-in; then the yes is taken back instead.
            return await find.RunAsync(Id, account, cancellation) is null ? NotFound() : LocalRedirect($"/link/done/{Id}");
        }

        Line = lines.Of(device);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await list.FindAsync(Id, User.AccountId()!.Value, cancellation) is not { } device)
        {
            return NotFound();
        }

        await disown.RunAsync(device, Network);
        return LocalRedirect($"/devices/{Id}/not-mine");
    }
}
