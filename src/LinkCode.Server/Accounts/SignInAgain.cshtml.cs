using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Accounts.Security;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts;

/// <summary>The way to what only a fresh sign-in may do. The errand goes on afterwards, and another account may take it over.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class SignInAgainModel(SignInAgain again, ReadWaysIn read, Sessions sessions, Browsers browsers, Arrivals arrivals) : PageModel
{
    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    public WaysIn Ways { get; private set; } = null!;

    public string? Errand { get; private set; }

    public AgainAnswer? Answer { get; private set; }

    public bool IsPasskeyRefused { get; private set; }

    private Guid Account => User.AccountId()!.Value;

    public Problem? About(string field) => (Answer as AgainAnswer.Wrong)?.Problem is { } problem && problem.Field == field ? problem : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await BeginAsync(cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "password")] string? password, [FromForm(Name = SecondStep.CheckCode.Field)] string? code, CancellationToken cancellation)
    {
        if (!await BeginAsync(cancellation))
        {
            return NotFound();
        }

        Answer = await again.RunAsync(Account, password, code, browsers.Visitor(HttpContext), cancellation);
        switch (Answer)
        {
            case AgainAnswer.Renewed:
                return LocalRedirect(await arrivals.GoOnAsync(HttpContext, Account, Next ?? "/security", cancellation));
            case AgainAnswer.Over:
                return LocalRedirect(Markup.Path("/sign-in", Next));
            case AgainAnswer.Wait(var time):
                return this.TooMany(time);
            default:
                return Page();
        }
    }

    /// <summary>Goes on with a passkey of this account; one of somebody else's is refused.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync([FromForm(Name = "passkey")] string? passkey, [FromServices] SignInAgainWithPasskey byPasskey, CancellationToken cancellation)
    {
        if (!await BeginAsync(cancellation))
        {
            return NotFound();
        }

        if (await byPasskey.RunAsync(Account, passkey, browsers.Visitor(HttpContext).Network, cancellation))
        {
            return LocalRedirect(await arrivals.GoOnAsync(HttpContext, Account, Next ?? "/security", cancellation));
        }

        IsPasskeyRefused = true;
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    /// <summary>Signs out, so that another account can go on with the same errand.</summary>
    public async Task<IActionResult> OnPostOtherAsync(CancellationToken cancellation)
    {
        Next = LocalPath.Read(Url, Next);
        await arrivals.LeaveAsync(HttpContext, Account, Next, cancellation);
        await sessions.EndAsync(Account, browsers.Visitor(HttpContext).Network, cancellation);
        return LocalRedirect(Markup.Path("/sign-in", Next));
    }

    private async Task<bool> BeginAsync(CancellationToken cancellation)
    {
        Next = LocalPath.Read(Url, Next);
        Errand = arrivals.Describe(HttpContext, Next);
        Ways = (await read.RunAsync(Account, cancellation))!;
        return Ways is not null;
    }
}
