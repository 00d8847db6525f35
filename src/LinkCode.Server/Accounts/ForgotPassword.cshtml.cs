using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class ForgotPasswordModel(ForgotPassword forgot, Browsers browsers, Arrivals arrivals, IOptions<MailOptions> mail) : PageModel
{
    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    [FromForm(Name = "mail")]
    public string? Mail { get; set; }

    public string? Errand { get; private set; }

    public Problem? Problem { get; private set; }

    public bool IsSent { get; private set; }

    /// <summary>In Development the mail waits on a page here.</summary>
    public bool HasMailPage => mail.Value.Route == MailRoute.Page;

    public void OnGet() => Begin();

    public async Task OnPostAsync(CancellationToken cancellation)
    {
        Begin();
        Problem = await forgot.RunAsync(Mail, Next, browsers.Visitor(HttpContext).Network, cancellation);
        IsSent = Problem is null;
    }

    private void Begin()
    {
        Next = LocalPath.Read(Url, Next);
        Errand = arrivals.Describe(HttpContext, Next);
    }
}
