using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Asks for the code after the right password. Who has not come from there begins with the password.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class SignInCodeModel(FinishSignIn finish, HalfSignIns halves, Browsers browsers, Arrivals arrivals) : PageModel
{
    /// <summary>What <c>with</c> says when the form for a recovery code is wanted.</summary>
    public const string OnPaper = "paper";

    private Account? account;

    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    [BindProperty(Name = "with", SupportsGet = true)]
    public string? With { get; set; }

    [FromForm(Name = CheckCode.Field)]
    public string? Code { get; set; }

    public string? Errand { get; private set; }

    public FinishedAnswer? Answer { get; private set; }

    public bool IsRecovery => With == OnPaper;

    public string Mail => account!.Email!;

    /// <summary>This page with the one form or the other.</summary>
    public string Here(string? with) => Markup.Path("/sign-in/code", [new("with", with), new("next", Next)]);

    public async Task<IActionResult> OnGetAsync() => await BeginAsync() ? Page() : Again();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!await BeginAsync())
        {
            return Again();
        }

        Answer = await finish.RunAsync(account!, Code, browsers.Visitor(HttpContext), cancellation);
        switch (Answer)
        {
            case FinishedAnswer.SignedIn(var accountId):
                halves.End(HttpContext);
                return LocalRedirect(await arrivals.GoOnAsync(HttpContext, accountId, Next, cancellation));
            case FinishedAnswer.Wait(var time):
                return this.TooMany(time);
            default:
                return Page();
        }
    }

    private async Task<bool> BeginAsync()
    {
        Next = LocalPath.Read(Url, Next);
        Errand = arrivals.Describe(HttpContext, Next);
        Response.Headers.CacheControl = "no-store";
        account = await finish.LookAsync(halves.Read(HttpContext));
        return account is not null;
    }

    private LocalRedirectResult Again() => LocalRedirect(Markup.Path("/sign-in", Next));
}
