using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Everything we have of a person in one file: begun here, watched here, and fetched only here, by a button that works for nobody else.</summary>
[Authorize(Policies.Account), GivesAccess, Fresh, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class TakeAlongModel(AskForExport ask, ReadExport read, TimeProvider time) : PageModel
{
    private const string BetweenLooks = "2";

    public ExportStanding? Export { get; private set; }

    /// <summary>The time until another one can be begun, when there were too many.</summary>
    public TimeSpan? Wait { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    private Guid Account => User.AccountId()!.Value;

    private string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        Export = await read.RunAsync(Account, cancellation);
        if (Export?.IsBeingMade == true)
        {
            // The page looks again by itself, without a script.
            Response.Headers["Refresh"] = BetweenLooks;
        }
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "do")] string? what, CancellationToken cancellation)
    {
        switch (what)
        {
            case "make":
                Wait = await ask.RunAsync(Account, Network, cancellation);
                if (Wait is not { } wait)
                {
                    return LocalRedirect("/privacy/export");
                }

                Export = await read.RunAsync(Account, cancellation);
                return this.TooMany(wait);
            case "fetch":
                return await read.FetchAsync(Account, Network, cancellation) is { } content ? File(content, "application/zip", "account.zip") : LocalRedirect("/privacy/export");
            default:
                return BadRequest();
        }
    }
}
