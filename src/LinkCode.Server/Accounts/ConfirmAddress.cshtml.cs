using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts;

/// <summary>Where the link in the mail leads. Looking changes nothing, because mail scanners look, too.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class ConfirmAddressModel(ConfirmAddress confirm, FinishSignUp finish, Browsers browsers, PasskeyOffers offers) : PageModel
{
    [BindProperty(Name = "key", SupportsGet = true)]
    public string? Key { get; set; }

    /// <summary>The address in question, while the key is good.</summary>
    public string? Address { get; private set; }

    /// <summary>Whether the sign-up was begun in another browser, so that the password chosen there is asked for.</summary>
    public bool IsElsewhere { get; private set; }

    /// <summary>Whether there is one; a sign-up with a passkey is confirmed where the passkey was made.</summary>
    public bool HasPassword { get; private set; }

    public ConfirmAnswer? Answer { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => AskAsync(cancellation);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "password")] string? password, [FromForm(Name = "passkeys")] string? canMakePasskeys, CancellationToken cancellation)
    {
        var visitor = browsers.Visitor(HttpContext);
        Answer = await confirm.RunAsync(Key, browsers.SignUp(HttpContext), password, visitor.Network, cancellation);
        if (Answer is ConfirmAnswer.NotChosen)
        {
            return await AskAsync(cancellation);
        }

        if (Answer is not ConfirmAnswer.Confirmed(var signUpId, _))
        {
            return Gone();
        }

        // The browser that began goes straight on; any other one was only used to read the mail.
        return browsers.SignUp(HttpContext) == signUpId && await finish.RunAsync(signUpId, visitor.Network, cancellation) is FinishAnswer.Finished(var accountId, var next)
            ? LocalRedirect(await offers.GoOnAsync(HttpContext, accountId, next, canMakePasskeys is not null, cancellation))
            : Page();
    }

    private async Task<IActionResult> AskAsync(CancellationToken cancellation)
    {
        if (await confirm.LookAsync(Key, cancellation) is not var (signUpId, address, hasPassword))
        {
            return Gone();
        }

        (Address, IsElsewhere, HasPassword) = (address, browsers.SignUp(HttpContext) != signUpId, hasPassword);
        return Page();
    }

    private static PageResult Gone() => new() { StatusCode = StatusCodes.Status410Gone };
}
