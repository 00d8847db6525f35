using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Devices;

/// <summary>One device: what is known of it, its name, and its end. Nobody but its owner learns that it exists.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class DeviceModel(ListDevices list, RenameDevice rename, RemoveDevice remove, RestoreDevice restore, DeviceLines lines) : PageModel
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [FromForm(Name = "name")]
    public string? NewName { get; set; }

    [FromQuery(Name = "renamed")]
    public bool IsRenamed { get; set; }

    public DeviceLine Line { get; private set; } = null!;

    public Problem? Problem { get; private set; }

    public string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "do")] string? what, CancellationToken cancellation)
    {
        var account = User.AccountId()!.Value;
        switch (what)
        {
            case "rename":
                return await RenameAsync(account, cancellation);
            case "sign-out":
                return ToList(await remove.RunAsync(Id, account, RemovedBy.SignOut, Network) || await IsListedAsync(account, cancellation));
            case "remove":
                return ToList(await remove.RunAsync(Id, account, RemovedBy.Person, Network) || await list.FindAsync(Id, account, cancellation) is not null);
            case "restore":
                return ToList(await restore.RunAsync(Id, account, Network) || await list.FindAsync(Id, account, cancellation) is not null);
            default:
                return BadRequest();
        }
    }

    private async Task<IActionResult> RenameAsync(Guid account, CancellationToken cancellation)
    {
        if (DisplayName.Read(NewName, out var problem) is { } name)
        {
            return await rename.RunAsync(Id, account, name, Network) ? LocalRedirect($"/devices/{Id}?renamed=true") : NotFound();
        }

        Problem = problem! with { Key = problem.Key.Replace("problem.name", "problem.deviceName", StringComparison.Ordinal) };
        return await ShowAsync(cancellation);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (await list.FindAsync(Id, User.AccountId()!.Value, cancellation) is not { RemovedBy: null or RemovedBy.SignOut } device)
        {
            return NotFound();
        }

        Line = lines.Of(device);
        return Page();
    }

    private async Task<bool> IsListedAsync(Guid account, CancellationToken cancellation) =>
        await list.FindAsync(Id, account, cancellation) is { RemovedBy: null or RemovedBy.SignOut };

    // Pressed twice, the second press finds the device changed already and says how it stands.
    private IActionResult ToList(bool isOwn) => isOwn ? LocalRedirect($"/devices?changed={Id}") : NotFound();
}
