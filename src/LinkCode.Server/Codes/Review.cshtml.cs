using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.WebUtilities;

namespace LinkCode.Server.Codes;

/// <summary>Who asks, from where, for what, and the person's yes or no. Looking changes nothing.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class ReviewModel(LinkTicket tickets, ShowReview show, TimeProvider time) : PageModel
{
    private UserCode code = null!;
    private LinkedHow how;

    /// <summary>The sealed code this page is about; each tab has its own.</summary>
    [BindProperty(Name = "ticket", SupportsGet = true)]
    public string? Ticket { get; set; }

    public Review Review { get; private set; } = null!;

    /// <summary>Whether the yes came before the page can have been read.</summary>
    public bool WasQuick { get; private set; }

    private Guid Account => User.AccountId()!.Value;

    private string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public override void OnPageHandlerExecuting(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context)
    {
        if (!tickets.TryOpen(Ticket, out code, out how, out _))
        {
            context.Result = LocalRedirect("/link");
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        switch (await show.RunAsync(code, Account, Network, cancellation))
        {
            case ReviewAnswer.Open open when WantsFreshSignIn(open):
                return ToSignInAgain();
            case ReviewAnswer.Open open:
                Review = open.Review;
                return Page();
            case ReviewAnswer.Ended ended:
                return Ended(ended.DeviceId);
            case ReviewAnswer.NotYours:
                return EnterAgain();
            default:
                throw new InvalidOperationException("An answer of ShowReview is not handled.");
        }
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? answer, [FromServices] ApproveLink approve, [FromServices] DenyLink deny, CancellationToken cancellation)
    {
        // Only a session that is not fresh is looked at closer; most are, and most apps do not mind.
        if (answer == "yes" && !User.IsFresh(time.GetUtcNow()) && await show.RunAsync(code, Account, Network, cancellation) is ReviewAnswer.Open open && WantsFreshSignIn(open))
        {
            return ToSignInAgain();
        }

        return await (answer switch
        {
            "yes" => approve.RunAsync(code, Account, User.Proven(), Network, cancellation),
            "no" => deny.RunAsync(code, Account, cancellation),
            _ => Task.FromResult<DecideAnswer>(new DecideAnswer.TooFast()),
        }) switch
        {
            DecideAnswer.Done done => LocalRedirect(answer == "yes" ? $"/link/done/{done.Link.DeviceId}" : $"/link/ended/{done.Link.DeviceId}"),
            DecideAnswer.TooFast => await ShowAgainAsync(cancellation),
            DecideAnswer.Ended ended => Ended(ended.DeviceId),
            DecideAnswer.NotYours => EnterAgain(),
            _ => throw new InvalidOperationException("An answer to a yes or no is not handled."),
        };
    }

    /// <summary>Gives the code back and signs out, so that another account can sign in and take it up.</summary>
    public async Task<IActionResult> OnPostOtherAsync([FromServices] ReleaseLink release, [FromServices] Sessions sessions, CancellationToken cancellation)
    {
        await release.RunAsync(code, Account, cancellation);
        await sessions.EndAsync(Account, Network, cancellation);
        return LocalRedirect(QueryHelpers.AddQueryString("/sign-in", "next", LinkErrand.Address(tickets.Seal(HttpContext, code, how))));
    }

    /// <summary>The page is still open: the code stays this account's. Answers where to go when it does not.</summary>
    public async Task<IActionResult> OnPostKeepAsync([FromServices] EnterCode enter, CancellationToken cancellation)
    {
        switch (await show.RunAsync(code, Account, Network, cancellation))
        {
            case ReviewAnswer.Open when await enter.KeepAsync(code, how, Account, cancellation):
                return new JsonResult(new { open = true });
            case ReviewAnswer.Ended ended:
                return new JsonResult(new { open = false, next = $"/link/ended/{ended.DeviceId}" });
            default:
                return new JsonResult(new { open = false, next = LinkErrand.ToCompare(code) });
        }
    }

    private async Task<IActionResult> ShowAgainAsync(CancellationToken cancellation)
    {
        WasQuick = true;
        return await OnGetAsync(cancellation);
    }

    private bool WantsFreshSignIn(ReviewAnswer.Open open) => open.Review.App.RequiresFreshSignIn && !User.IsFresh(time.GetUtcNow());

    // The errand of this page renews the claim once the person is back.
    private LocalRedirectResult ToSignInAgain() => LocalRedirect(FreshAttribute.Again(LinkErrand.Address(Ticket!)));

    private LocalRedirectResult Ended(Guid deviceId) => LocalRedirect($"/link/ended/{deviceId}");

    private LocalRedirectResult EnterAgain() => LocalRedirect(LinkErrand.ToCompare(code));
}
