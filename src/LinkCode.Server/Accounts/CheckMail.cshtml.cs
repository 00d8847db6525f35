using LinkCode.Server.Accounts.Passkeys;
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
internal sealed class CheckMailModel(FinishSignUp finish, ConfirmAddress confirm, SignUp signUp, Browsers browsers, PasskeyOffers offers, IOptions<MailOptions> mail) : PageModel
{
    [FromForm(Name = "code")]
    public string? Code { get; set; }

    /// <summary>Whether this browser can make passkeys, as its script says.</summary>
    [FromForm(Name = "passkeys")]
    public string? CanMakePasskeys { get; set; }

    public SignUpState? SignUp { get; private set; }

    public string? Errand { get; private set; }

    public bool IsNotYet { get; private set; }

    public Problem? Problem { get; private set; }

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

        var (signUpId, network) = (browsers.SignUp(HttpContext)!.Value, browsers.Visitor(HttpContext).Network);
        if (!string.IsNullOrWhiteSpace(Code) && await confirm.RunByCodeAsync(signUpId, Code, network, cancellation) is ConfirmAnswer.NotChosen(var problem))
        {
            Problem = problem;
            return Page();
        }

        switch (await finish.RunAsync(signUpId, network, cancellation))
        {
            case FinishAnswer.Finished(var accountId, var next):
                return LocalRedirect(await offers.GoOnAsync(HttpContext, accountId, next, CanMakePasskeys is not null, cancellation));
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
        Errand = offers.Describe(HttpContext, SignUp?.Next);
        return SignUp is null ? LocalRedirect(User.AccountId() is null ? "/sign-up" : "/")
            : SignUp.IsFinished ? LocalRedirect(User.AccountId() is null ? Markup.Path("/sign-in", SignUp.Next) : SignUp.Next ?? "/")
            : null;
    }
}
