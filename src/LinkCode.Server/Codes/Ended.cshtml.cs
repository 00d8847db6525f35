using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Codes;

/// <summary>How a code ended, for the account that had it. Everybody else finds no page here.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class EndedModel(FindOwnLink find, AppDirectory apps, TimeProvider time, ILogger<EndedModel> log) : PageModel
{
    private static readonly string[] ReportedSources = ["message", "call", "page"];

    public LinkRequest Link { get; private set; } = null!;

    /// <summary>Whether the report about this code has been sent.</summary>
    public bool IsReported { get; private set; }

    public AppKind Kind => apps.Find(Link.AppId)?.Kind ?? AppKind.Tv;

    /// <summary>How long ago it was used.</summary>
    public TimeSpan Age => time.GetUtcNow() - (Link.RedeemedAt ?? Link.CreatedAt);

    public async Task<IActionResult> OnGetAsync(Guid deviceId, bool reported, CancellationToken cancellation)
    {
        if (await FindAsync(deviceId, cancellation) is not { } link)
        {
            return NotFound();
        }

        Link = link;
        IsReported = reported;
        var isOver = link.ExpiresAt <= time.GetUtcNow();
        return link.State switch
        {
            LinkState.Approved when !isOver => LocalRedirect($"/link/done/{deviceId}"),
            LinkState.Pending or LinkState.Claimed when !isOver && apps.Find(link.AppId) is not null => LocalRedirect("/link"),
            _ => Page(),
        };
    }

    /// <summary>Somebody was asked to type a code that was not theirs.</summary>
    public async Task<IActionResult> OnPostReportAsync(Guid deviceId, [FromForm] string? from, CancellationToken cancellation)
    {
        if (await FindAsync(deviceId, cancellation) is not { State: LinkState.Denied } link)
        {
            return NotFound();
        }

        if (ReportedSources.Contains(from))
        {
            log.Reported(link.AppId, link.Network, from!);
        }

        return LocalRedirect($"/link/ended/{deviceId}?reported=true");
    }

    private Task<LinkRequest?> FindAsync(Guid deviceId, CancellationToken cancellation) => find.RunAsync(deviceId, User.AccountId()!.Value, cancellation);
}
