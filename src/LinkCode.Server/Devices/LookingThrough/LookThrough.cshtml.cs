using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Devices.LookingThrough;

/// <summary>What is linked, which app may read what, and when it last did: to be looked through now and then, and thinned out.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class LookThroughModel(ListReaders readers, ListDevices list, RemoveDevice remove, RestoreDevice restore, NoteReview note) : PageModel
{
    private const string Path = "/privacy/review";

    /// <summary>The device that was just changed.</summary>
    [FromQuery(Name = "changed")]
    public Guid? Changed { get; set; }

    /// <summary>Whether the person has just said that all of it is right.</summary>
    [FromQuery(Name = "done")]
    public bool IsDone { get; set; }

    public IReadOnlyList<LinkedApp> Readers { get; private set; } = [];

    public ChangedDevice? JustChanged { get; private set; }

    public string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    private Guid Account => User.AccountId()!.Value;

    public async Task OnGetAsync([FromServices] DeviceLines lines, CancellationToken cancellation)
    {
        Readers = await readers.RunAsync(Account, cancellation);
        if (Changed is { } id && await list.FindAsync(id, Account, cancellation) is { } device)
        {
            JustChanged = new ChangedDevice(lines.Of(device), Path, "restore", id.ToString());
        }
    }

    /// <summary>One form for the whole page; the button says what it is about. Pressed twice, the second press finds it done.</summary>
    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "remove")] Guid? removed, [FromForm(Name = "restore")] Guid? restored, [FromForm(Name = "do")] string? what, CancellationToken cancellation)
    {
        if (what == "right")
        {
            await note.RunAsync(Account, Network, cancellation);
            return LocalRedirect(Path + "?done=true");
        }

        if ((removed ?? restored) is not { } id || !ModelState.IsValid)
        {
            return BadRequest();
        }

        _ = removed is null ? await restore.RunAsync(id, Account, Network) : await remove.RunAsync(id, Account, RemovedBy.Person, Network);
        return await list.FindAsync(id, Account, cancellation) is null ? NotFound() : LocalRedirect($"{Path}?changed={id}");
    }
}
