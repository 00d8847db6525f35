using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class ResetPasswordModel(ResetPassword reset, Browsers browsers, IOptions<AccountsOptions> options) : PageModel
{
    [BindProperty(Name = "key", SupportsGet = true)]
    public string? Key { get; set; }

    [FromForm(Name = "new-password")]
    public string? Password { get; set; }

    /// <summary>Whose password it is, while the key is good.</summary>
    public string? Address { get; private set; }

    public ResetAnswer? Answer { get; private set; }

    public int ShortestPassword => options.Value.ShortestPassword;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Answer = await reset.RunAsync(Key, Password, browsers.Visitor(HttpContext).Network, cancellation);
        if (Answer is ResetAnswer.Saved(var accountId, _))
        {
            // Whoever holds the mailbox is the owner: however many strangers guess, this browser can sign in now.
            browsers.Remember(HttpContext, accountId);
            return Page();
        }

        return await ShowAsync(cancellation);
    }

    private async Task<PageResult> ShowAsync(CancellationToken cancellation)
    {
        Address = await reset.LookAsync(Key, cancellation);
        return new PageResult { StatusCode = Address is null ? StatusCodes.Status410Gone : StatusCodes.Status200OK };
    }
}
