using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class ResetPasswordModel(ResetPassword reset, SignOutThings things, Browsers browsers, IOptions<AccountsOptions> options) : PageModel
{
    [BindProperty(Name = "key", SupportsGet = true)]
    public string? Key { get; set; }

    [FromForm(Name = "new-password")]
    public string? Password { get; set; }

    [FromForm(Name = CheckCode.Field)]
    public string? Code { get; set; }

    /// <summary>Whether the devices are signed out, too; on unless the person takes the tick away.</summary>
    [FromForm(Name = "devices")]
    public string? Devices { get; set; }

    /// <summary>Whose password it is, while the key is good.</summary>
    public ResetQuestion? Question { get; private set; }

    public ResetAnswer? Answer { get; private set; }

    public int ShortestPassword => options.Value.ShortestPassword;

    public bool EndsDevices => Devices == "yes";

    public Problem? About(string field) => (Answer as ResetAnswer.Refused)?.Problem is { } problem && problem.Field == field ? problem : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        Devices = "yes";
        return await ShowAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var visitor = browsers.Visitor(HttpContext);
        Answer = await reset.RunAsync(Key, Password, Code, visitor, cancellation);
        switch (Answer)
        {
            case ResetAnswer.Saved(var accountId, _):
                if (EndsDevices)
                {
                    // Whoever hangs up now wanted it all the same.
                    await things.RunAsync(accountId, visitor.Network, CancellationToken.None);
                }

                // Whoever holds the mailbox is the owner: however many strangers guess, this browser can sign in now.
                browsers.Remember(HttpContext, accountId);
                return Page();
            case ResetAnswer.Wait(var time):
                Question = await reset.LookAsync(Key, cancellation);
                return this.TooMany(time);
            default:
                return await ShowAsync(cancellation);
        }
    }

    private async Task<PageResult> ShowAsync(CancellationToken cancellation)
    {
        Question = await reset.LookAsync(Key, cancellation);
        return new PageResult { StatusCode = Question is null ? StatusCodes.Status410Gone : StatusCodes.Status200OK };
    }
}
