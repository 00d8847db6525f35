using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Operator.Setup;

/// <summary>Makes the first operator with the address the first start printed; dead afterwards.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class SetupModel(
    AcceptInvitation accept, AcceptWithPasskey acceptWithPasskey, SetupFile file, Browsers browsers, Arrivals arrivals, IStringLocalizer<Text> texts, IOptions<AccountsOptions> options) : PageModel
{
    [BindProperty(Name = "key", SupportsGet = true)]
    public string? Key { get; set; }

    [FromForm(Name = "name")]
    public string? Name { get; set; }

    [FromForm(Name = "mail")]
    public string? Mail { get; set; }

    [FromForm(Name = "new-password")]
    public string? Password { get; set; }

    /// <summary>What a new passkey answered; then there is no password.</summary>
    [FromForm(Name = "passkey")]
    public string? Passkey { get; set; }

    public bool IsGood { get; private set; }

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    public int ShortestPassword => options.Value.ShortestPassword;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var (form, network) = (new SignUpForm(Name, Mail, Password), browsers.Visitor(HttpContext).Network);
        switch (Passkey is null
            ? await accept.RunAsync(Key, isSetup: true, form, network, cancellation)
            : await acceptWithPasskey.RunAsync(Key, isSetup: true, form, Passkey, PasskeyName.Of(Request, texts), network, cancellation))
        {
            case AcceptAnswer.Accepted(var accountId):
                file.Delete();
                return LocalRedirect(await arrivals.GoOnAsync(HttpContext, accountId, null, cancellation));
            case AcceptAnswer.Refused(var problems):
                Problems = problems;
                break;
        }

        return await ShowAsync(cancellation);
    }

    private async Task<PageResult> ShowAsync(CancellationToken cancellation)
    {
        IsGood = await accept.LookAsync(Key, isSetup: true, cancellation) is not null;
        return new PageResult { StatusCode = IsGood ? StatusCodes.Status200OK : StatusCodes.Status410Gone };
    }
}
