using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Devices;

/// <summary>The list of what is linked, with the undo of what was just removed.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class DevicesModel(ListDevices list, DeviceLines lines, RemoveDevice remove, IHostEnvironment environment) : PageModel
{
    // As many rows as a page of less than 50 kB holds.
    public const int PageSize = 25;
    private const int LongestFind = 60;

    /// <summary>A search is worth its place once the list is longer than a look.</summary>
    public const int ManyDevices = 10;

    [FromQuery(Name = "find")]
    public string? Find { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    /// <summary>The device that was just changed; the page says how it stands.</summary>
    [FromQuery(Name = "changed")]
    public Guid? Changed { get; set; }

    public IReadOnlyList<DeviceLine> Lines { get; private set; } = [];

    public IReadOnlyList<DeviceLine> Removed { get; private set; } = [];

    public ChangedDevice? JustChanged { get; private set; }

    public int Count { get; private set; }

    public int CountInAll { get; private set; }

    public int First => ((PageNumber - 1) * PageSize) + 1;

    public int Pages => Math.Max(1, (Count + PageSize - 1) / PageSize);

    public bool OffersTelevision => environment.IsDevelopment();

    public string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var account = User.AccountId()!.Value;
        Find = Find?.Trim() is { Length: > 0 and <= LongestFind } typed && !typed.Contains('\0', StringComparison.Ordinal) ? typed : "";
        var question = lines.Question(account, Find);
        Count = await list.CountAsync(question, cancellation);
        CountInAll = Find.Length == 0 ? Count : await list.CountAsync(lines.Question(account, ""), cancellation);
        PageNumber = Math.Clamp(PageNumber, 1, Pages);
        Lines = (await list.PageAsync(question, First - 1, PageSize, cancellation)).ConvertAll(lines.Of);
        Removed = (await list.RemovedAsync(account, cancellation)).ConvertAll(lines.Of);
        if (Changed is { } id && await list.FindAsync(id, account, cancellation) is { } device)
        {
            JustChanged = new ChangedDevice(lines.Of(device), $"/devices/{id}", "do", "restore");
        }
    }

    /// <summary>One form holds the whole table, so that a long list is not mostly forms; the button says which device it is about.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "sign-out")] Guid? signOut, [FromForm(Name = "remove")] Guid? id, CancellationToken cancellation)
    {
        if ((signOut ?? id) is not { } deviceId || !ModelState.IsValid)
        {
            return BadRequest();
        }

        var account = User.AccountId()!.Value;
        await remove.RunAsync(deviceId, account, signOut is null ? RemovedBy.Person : RemovedBy.SignOut, Network);

        // Pressed twice, the second press finds the device changed already; the page says how it stands.
        return await list.FindAsync(deviceId, account, cancellation) is null ? NotFound() : LocalRedirect($"/devices?changed={deviceId}");
    }

    /// <summary>The address of another page of the same list.</summary>
    public string Page(int number) => Markup.Path("/devices", [new("page", number.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("find", Find)]);
}
