using System.Globalization;
using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts;

[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class SignInModel(SignIn signIn, HalfSignIns halves, Browsers browsers, Arrivals arrivals) : PageModel
{
    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    [FromForm(Name = "mail")]
    public string? Mail { get; set; }

    [FromForm(Name = "password")]
    public string? Password { get; set; }

    public string? Errand { get; private set; }

    public SignInAnswer? Answer { get; private set; }

    public void OnGet() => Begin();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Begin();
        Answer = await signIn.RunAsync(Mail, Password, browsers.Visitor(HttpContext), cancellation);
        switch (Answer)
        {
            case SignInAnswer.SignedIn(var accountId):
                return LocalRedirect(await arrivals.GoOnAsync(HttpContext, accountId, Next, cancellation));
            case SignInAnswer.CodeNext(var half):
                halves.Begin(HttpContext, half);
                return LocalRedirect(Markup.Path("/sign-in/code", Next));
            case SignInAnswer.Wait(var time):
                Response.Headers.RetryAfter = Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return new PageResult { StatusCode = StatusCodes.Status429TooManyRequests };
            default:
                return Page();
        }
    }

    private void Begin()
    {
        Next = LocalPath.Read(Url, Next);
        Errand = arrivals.Describe(HttpContext, Next);
    }
}
