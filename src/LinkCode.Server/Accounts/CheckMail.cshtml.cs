using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary>Waits for the mail to be answered, in this browser or any other.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class CheckMailModel(FinishSignUp finish, SignUp signUp, Browsers browsers, Arrivals arrivals, IOptions<MailOptions> mail) : PageModel
{
    public SignUpState? SignUp { get; private set; }

    public string? Errand { get; private set; }

    public bool IsNotYet { get; private set; }

    public bool IsSentAgain { get; private set; }

    /// <summary>In Development the mail waits on a page here.</summary>
    public bool HasMailPage => mail.Value.Route == MailRoute.Page;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await ShowAsync(cancellation) ?? Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await ShowAsync(cancellation) is { } elsewhere)
        {
            return elsewhere;
        }

        switch (await finish.RunAsync(browsers.SignUp(HttpContext)!.Value, browsers.Visitor(HttpContext).Network, cancellation))
        {
            case FinishAnswer.Finished(var accountId, var next):
                return LocalRedirect(await arrivals.GoOnAsync(HttpContext, accountId, next, cancellation));
            case FinishAnswer.NotYet:
                IsNotYet = true;
                return Page();
            case FinishAnswer.UsedUp:
                return LocalRedirect(Markup.Path("/sign-in", SignUp!.Next));
            default:
                throw new InvalidOperationException("Finishing a sign-up answered something new.");
        }
    }

    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancellation)
    {
        if (await ShowAsync(cancellation) is { } elsewhere)
        {
            return elsewhere;
        }

        await signUp.SendAgainAsync(browsers.SignUp(HttpContext)!.Value, cancellation);
        IsSentAgain = true;
        return Page();
    }

    // Without a sign-up in this browser there is nothing to wait for; one that another tab finished goes on from here, too.
    private async Task<IActionResult?> ShowAsync(CancellationToken cancellation)
    {
        SignUp = browsers.SignUp(HttpContext) is { } id ? await finish.LookAsync(id, cancellation) : null;
        Errand = arrivals.Describe(HttpContext, SignUp?.Next);
        return SignUp is null ? LocalRedirect(User.AccountId() is null ? "/sign-up" : "/")
            : SignUp.IsFinished ? LocalRedirect(User.AccountId() is null ? Markup.Path("/sign-in", SignUp.Next) : SignUp.Next ?? "/")
            : null;
    }
}
