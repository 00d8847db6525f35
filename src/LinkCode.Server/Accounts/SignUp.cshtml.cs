using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class SignUpModel(SignUp signUp, SignUpWithPasskey signUpWithPasskey, Browsers browsers, Arrivals arrivals, IStringLocalizer<Text> texts, IOptions<AccountsOptions> options) : PageModel
{
    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    [FromForm(Name = "name")]
    public string? Name { get; set; }

    [FromForm(Name = "mail")]
    public string? Mail { get; set; }

    [FromForm(Name = "new-password")]
    public string? Password { get; set; }

    /// <summary>What a new passkey answered; then there is no password.</summary>
    [FromForm(Name = "passkey")]
    public string? Passkey { get; set; }

    public string? Errand { get; private set; }

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    public bool IsOpen => options.Value.SignUp == SignUpRule.Open;

    public bool IsByInvitation => options.Value.SignUp == SignUpRule.Invited;

    public int ShortestPassword => options.Value.ShortestPassword;

    public void OnGet() => Begin();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Begin();
        if (!IsOpen)
        {
            return new PageResult { StatusCode = StatusCodes.Status403Forbidden };
        }

        var answer = Passkey is null
            ? await signUp.RunAsync(new SignUpForm(Name, Mail, Password), Next, cancellation)
            : await signUpWithPasskey.RunAsync(Name, Mail, Passkey, PasskeyName.Of(Request, texts), Next, cancellation);
        switch (answer)
        {
            case SignUpAnswer.Begun(var signUpId):
                browsers.BeginSignUp(HttpContext, signUpId);
                return LocalRedirect("/sign-up/check-mail");
            case SignUpAnswer.Refused(var problems):
                // What no form of ours sends is the sender's mistake, whoever wrote it.
                Problems = problems;
                return new PageResult { StatusCode = problems is [{ Field: "with-passkey" }] ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK };
            default:
                throw new InvalidOperationException("A sign-up answered something new.");
        }
    }

    private void Begin()
    {
        Next = LocalPath.Read(Url, Next);
        Errand = arrivals.Describe(HttpContext, Next);
    }
}
