using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Devices;

/// <summary>After the yes: whether the device really has it, and undo while that is possible. Its owner only.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class DoneModel(FindLinked find, AppDirectory apps, ReadAccount accounts) : PageModel
{
    public LinkedStage Stage { get; private set; }

    public TimeSpan? UndoTime { get; private set; }

    public Guid DeviceId { get; private set; }

    public AppKind Kind { get; private set; }

    public string AppName { get; private set; } = "";

    public string AccountName { get; private set; } = "";

    /// <summary>Whether an undo came after its ten minutes.</summary>
    public bool IsTooLate { get; private set; }

    private Guid Account => User.AccountId()!.Value;

    public async Task<IActionResult> OnGetAsync(Guid deviceId, bool undone, CancellationToken cancellation)
    {
        if (await find.RunAsync(deviceId, Account, cancellation) is not { } linked)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "no-store";
        var app = apps.Find(linked.Link.AppId);
        (DeviceId, Stage, UndoTime) = (deviceId, linked.Stage, linked.UndoTime);
        (Kind, AppName) = (app?.Kind ?? AppKind.Tv, app?.Name ?? "");
        AccountName = (await accounts.RunAsync(Account, cancellation))?.Name ?? "";
        if (undone && linked.Link.State == LinkState.Denied)
        {
            Stage = LinkedStage.Undone;
        }

        return Stage == LinkedStage.Ended ? LocalRedirect($"/link/ended/{deviceId}") : Page();
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid deviceId, [FromServices] UndoLink undo, CancellationToken cancellation)
    {
        if (await undo.RunAsync(deviceId, Account, Limits.Network(HttpContext.Connection.RemoteIpAddress), cancellation))
        {
            return LocalRedirect($"/link/done/{deviceId}?undone=true");
        }

        var shown = await OnGetAsync(deviceId, undone: true, cancellation);
        IsTooLate = Stage is LinkedStage.Connected or LinkedStage.Waiting or LinkedStage.NoAnswer;
        return shown;
    }
}
