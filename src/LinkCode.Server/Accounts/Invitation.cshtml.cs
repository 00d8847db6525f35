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

/// <summary>Where the link of an invitation leads. The address is the invited one; the mail has proven it.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class InvitationModel(
    AcceptInvitation accept, AcceptWithPasskey acceptWithPasskey, Browsers browsers, Arrivals arrivals, IStringLocalizer<Text> texts, IOptions<AccountsOptions> options) : PageModel
{
    [BindProperty(Name = "key", SupportsGet = true)]
    public string? Key { get; set; }

    [FromForm(Name = "name")]
    public string? Name { get; set; }

    [FromForm(Name = "new-password")]
    public string? Password { get; set; }

    /// <summary>What a new passkey answered; then there is no password.</summary>
    [FromForm(Name = "passkey")]
    public string? Passkey { get; set; }

    /// <summary>The invited address, while the key is good.</summary>
    public string? Address { get; private set; }

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    public int ShortestPassword => options.Value.ShortestPassword;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (options.Value.SignUp == SignUpRule.Closed)
        {
            return await ShowAsync(cancellation);
        }

        var (form, network) = (new SignUpForm(Name, null, Password), browsers.Visitor(HttpContext).Network);
        switch (Passkey is null
            ? await accept.RunAsync(Key, isSetup: false, form, network, cancellation)
            : await acceptWithPasskey.RunAsync(Key, isSetup: false, form, Passkey, PasskeyName.Of(Request, texts), network, cancellation))
        {
            case AcceptAnswer.Accepted(var accountId):
                return LocalRedirect(await arrivals.GoOnAsync(HttpContext, accountId, null, cancellation));
            case AcceptAnswer.Refused(var problems):
                Problems = problems;
                break;
        }

        return await ShowAsync(cancellation);
    }

    private async Task<PageResult> ShowAsync(CancellationToken cancellation)
    {
        Address = options.Value.SignUp == SignUpRule.Closed ? null : (await accept.LookAsync(Key, isSetup: false, cancellation))?.Address;
        return new PageResult { StatusCode = Address is null ? StatusCodes.Status410Gone : StatusCodes.Status200OK };
    }
}
