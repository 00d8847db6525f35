using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts;

[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class SignInModel(SignIn signIn, SignInWithPasskey signInWithPasskey, HalfSignIns halves, Browsers browsers, PasskeyOffers offers) : PageModel
{
    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    [FromForm(Name = "mail")]
    public string? Mail { get; set; }

    [FromForm(Name = "password")]
    public string? Password { get; set; }

    /// <summary>What a passkey answered; then nothing was typed.</summary>
    [FromForm(Name = "passkey")]
    public string? Passkey { get; set; }

    /// <summary>Whether this browser can make passkeys, as its script says.</summary>
    [FromForm(Name = "passkeys")]
    public string? CanMakePasskeys { get; set; }

    public string? Errand { get; private set; }

    public bool IsPasskeyRefused { get; private set; }

    public SignInAnswer? Answer { get; private set; }

    public void OnGet() => Begin();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Begin();
        if (Passkey is not null)
        {
            return await ByPasskeyAsync(cancellation);
        }

        Answer = await signIn.RunAsync(Mail, Password, browsers.Visitor(HttpContext), cancellation);
        switch (Answer)
        {
            case SignInAnswer.SignedIn(var accountId):
                return LocalRedirect(await offers.GoOnAsync(HttpContext, accountId, Next, CanMakePasskeys is not null, cancellation));
            case SignInAnswer.CodeNext(var half):
                halves.Begin(HttpContext, half);
                return LocalRedirect(Markup.Path("/sign-in/code", Next));
            case SignInAnswer.Wait(var time):
                return this.TooMany(time);
            default:
                return Page();
        }
    }

    private async Task<IActionResult> ByPasskeyAsync(CancellationToken cancellation)
    {
        if (await signInWithPasskey.RunAsync(Passkey, browsers.Visitor(HttpContext).Network, cancellation) is PasskeySignInAnswer.SignedIn(var accountId))
        {
            return LocalRedirect(await offers.GoOnAsync(HttpContext, accountId, Next, canMake: false, cancellation));
        }

        IsPasskeyRefused = true;
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    private void Begin()
    {
        Next = LocalPath.Read(Url, Next);
        Errand = offers.Describe(HttpContext, Next);
    }
}
