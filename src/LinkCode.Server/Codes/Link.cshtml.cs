using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.WebUtilities;

namespace LinkCode.Server.Codes;

/// <summary>What the page has to say about the last try.</summary>
internal enum LinkProblem
{
    None,
    Empty,
    OtherLetters,
    NotWhole,
    NotWorking,
    NotTheSame,
    Replaced,
}

/// <summary>The one field that everything begins with. Strangers get the same answers for every well-formed code.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class LinkModel(EnterCode enter, HoldCodes holds, LinkTicket tickets, ReadAccount accounts, AppDirectory apps) : PageModel
{
    public const string FailedTooMany = "too-many";

    /// <summary>What was typed, kept as it was.</summary>
    public string? Typed { get; private set; }

    /// <summary>The code to compare with the screen, when an address brought one.</summary>
    public UserCode? ToCompare { get; private set; }

    public LinkedHow How { get; private set; }

    public LinkProblem Problem { get; private set; }

    public IReadOnlyList<string> OtherLetters { get; private set; } = [];

    /// <summary>The time until the next try, when there were too many.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>Whether some app shows digits, so that the hint has to speak of them.</summary>
    public bool SomeUseDigits => apps.All.Any(app => app.UsesDigits);

    public IActionResult OnGet(
        [FromQuery(Name = "user_code")] string? userCode, [FromQuery(Name = "failed")] string? failed)
    {
        if (Request.Path.Value != "/link")
        {
            return LocalRedirect("/link" + Request.QueryString);
        }

        Wait = failed == FailedTooMany && User.AccountId() is { } account ? enter.WaitOf(account) : null;
        Problem = failed switch { null or FailedTooMany => LinkProblem.None, "replaced" => LinkProblem.Replaced, _ => LinkProblem.NotWorking };
        if (userCode is not null)
        {
            How = LinkedHow.Scanned;
            ToCompare = UserCode.TryRead(userCode, out var code) ? code : null;
            Typed = userCode;
            Problem = ToCompare is null ? ProblemOf(userCode) : LinkProblem.None;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? code, [FromForm] string? how, [FromForm] string? same, CancellationToken cancellation)
    {
        Typed = code;
        How = how == "scanned" ? LinkedHow.Scanned : LinkedHow.Typed;
        if (same == "no")
        {
            (Typed, Problem) = (null, LinkProblem.NotTheSame);
            return Page();
        }

        if (!UserCode.TryRead(code, out var read))
        {
            Problem = ProblemOf(code);
            return Page();
        }

        if (User.IsLeaving())
        {
            return LocalRedirect(Accounts.Privacy.LeavingModel.Path);
        }

        if (User.AccountId() is not { } id || await accounts.RunAsync(id, cancellation) is not { } account)
        {
            holds.Ask(read);
            return LocalRedirect(QueryHelpers.AddQueryString("/sign-in", "next", LinkErrand.Address(tickets.Seal(HttpContext, read, How))));
        }

        return Show(await enter.RunAsync(read, How, account, Limits.Network(HttpContext.Connection.RemoteIpAddress), cancellation), read);
    }

    private IActionResult Show(EnterAnswer answer, UserCode code)
    {
        switch (answer)
        {
            case EnterAnswer.Claimed:
                return LocalRedirect(LinkErrand.Address(tickets.Seal(HttpContext, code, How)));
            case EnterAnswer.Ended ended:
                return LocalRedirect($"/link/ended/{ended.DeviceId}");
            case EnterAnswer.TooMany(var wait):
                Wait = wait;
                return this.TooMany(wait);
            case EnterAnswer.Replaced:
                Problem = LinkProblem.Replaced;
                return Page();
            case EnterAnswer.NotWorking:
                Problem = LinkProblem.NotWorking;
                return Page();
            default:
                throw new InvalidOperationException("An answer of EnterCode is not handled.");
        }
    }

    private LinkProblem ProblemOf(string? typed)
    {
        OtherLetters = UserCode.OtherLetters(typed);
        return string.IsNullOrWhiteSpace(typed) ? LinkProblem.Empty : OtherLetters.Count > 0 ? LinkProblem.OtherLetters : LinkProblem.NotWhole;
    }
}
