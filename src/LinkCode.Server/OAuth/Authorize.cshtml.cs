using LinkCode.Server.Accounts;
using LinkCode.Server.OAuth.Browser;
using LinkCode.Server.OAuth.Proofs;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace LinkCode.Server.OAuth;

/// <summary>
/// The authorization endpoint (RFC 6749 §3.1): an app with a browser sends a person here to sign in to it. OpenIddict has
/// checked app, redirect address and PKCE. The request itself may come by POST from anywhere (OpenID Connect Core §3.1.2.1),
/// so antiforgery is checked here, where the answer is given.
/// </summary>
[AllowAnonymous, GivesAccess, EnableRateLimiting(Limits.Forms), IgnoreAntiforgeryToken]
internal sealed class AuthorizeModel(AskToSignIn ask, FreshSignIn fresh, IAntiforgery antiforgery, IOptions<SiteOptions> site, TimeProvider time) : PageModel
{
    private static readonly string[] OwnFields = ["check", "answer", "account"];

    /// <summary>What to decide, or null when the request cannot be understood.</summary>
    public SignInQuestion? Question { get; private set; }

    /// <summary>What is wrong with a request that cannot even be answered to its app.</summary>
    public OpenIddictResponse? Problem { get; private set; }

    /// <summary>The parameters of the request, which the form sends again.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Fields =>
        (Request.HasFormContentType ? Request.Form : (IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>>)Request.Query)
        .Where(part => !OwnFields.Contains(part.Key)).Select(part => KeyValuePair.Create(part.Key, part.Value.Count > 0 ? part.Value[0] : ""));

    /// <summary>This page again, as an address of this site.</summary>
    public string Here => Names.Authorize + QueryString.Create(Fields);

    public string RedirectUri => Asked.RedirectUri ?? Question!.App.RedirectUris.Single();

    private OpenIddictRequest Asked => HttpContext.GetOpenIddictServerRequest()!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (HttpContext.GetOpenIddictServerResponse() is { Error.Length: > 0 } problem)
        {
            Problem = problem;
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        // The page also answers with a slash at the end of its address, where OpenIddict checks nothing.
        if (HttpContext.GetOpenIddictServerRequest() is null)
        {
            return NotFound();
        }

        return await AskAsync(cancellation) switch
        {
            AskAnswer.SignInFirst => ToSignIn(),
            AskAnswer.ProveMore => ToProveMore(),
            AskAnswer.Refused refused => Refuse(refused),
            AskAnswer.Allowed allowed => Allow(allowed.Question),
            AskAnswer.Review review => Show(review.Question),
            _ => throw new InvalidOperationException("An answer of AskToSignIn is not handled."),
        };
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "answer")] string? answer, [FromForm(Name = "account")] Guid? account, CancellationToken cancellation)
    {
        if (HttpContext.GetOpenIddictServerResponse() is { Error.Length: > 0 } || HttpContext.GetOpenIddictServerRequest() is null)
        {
            return await OnGetAsync(cancellation);
        }

        if (answer is null)
        {
            return LocalRedirect(Here);
        }

        if (!await antiforgery.IsRequestValidAsync(HttpContext))
        {
            // A form made before this browser signed in or out in another tab is shown anew; anybody else's is refused.
            return Request.Headers["Sec-Fetch-Site"] == "same-origin" ? LocalRedirect(Here) : BadRequest();
        }

        return await AskAsync(cancellation) switch
        {
            AskAnswer.SignInFirst => ToSignIn(),
            AskAnswer.ProveMore => ToProveMore(),
            AskAnswer.Refused refused => Refuse(refused),
            _ when answer != "yes" => Refuse(new AskAnswer.Refused(OpenIddictConstants.Errors.AccessDenied, "The person said no.")),
            AskAnswer.Allowed allowed => Decide(allowed.Question, account),
            AskAnswer.Review review => Decide(review.Question, account),
            _ => throw new InvalidOperationException("An answer of AskToSignIn is not handled."),
        };
    }

    private async Task<AskAnswer> AskAsync(CancellationToken cancellation)
    {
        var hint = string.IsNullOrEmpty(Asked.IdTokenHint) ? null : await HttpContext.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        return await ask.RunAsync(Asked, User, hint?.Principal?.GetClaim(OpenIddictConstants.Claims.Subject), cancellation);
    }

    // A yes counts for the account it was given on, not for one that another tab has signed in since.
    private IActionResult Decide(SignInQuestion question, Guid? account) => question.Account.Id == account ? Allow(question) : Show(question);

    private PageResult Show(SignInQuestion question)
    {
        Question = question;
        SecurityHeaders.AllowFormsTo(HttpContext, RedirectAddress.Origin(RedirectUri));
        return Page();
    }

    private Microsoft.AspNetCore.Mvc.SignInResult Allow(SignInQuestion question)
    {
        var principal = TokenPrincipal.ForCode(question.Account, question.Scopes, site.Value.Address, Guid.CreateVersion7(time.GetUtcNow()), AccountMark.Of(User), question.Proven);
        principal.NameKey((string?)Asked[KeyClaims.Parameter]);
        return SignIn(principal, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private ForbidResult Refuse(AskAnswer.Refused refused) => Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = refused.Error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = refused.Description,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorUri] = site.Value.Link("errors/" + refused.Error),
        }),
        OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

    private LocalRedirectResult ToSignIn() => LocalRedirect(Markup.Path("/sign-in", FreshSignIn.IsWanted(Asked) ? Marked() : Here));

    private LocalRedirectResult ToProveMore() => LocalRedirect(FreshAttribute.Again(Marked()));

    /// <summary>This page again, with the time of asking.</summary>
    private string Marked() => Names.Authorize
        + QueryString.Create(Fields.Where(field => field.Key != FreshSignIn.Parameter).Append(KeyValuePair.Create(FreshSignIn.Parameter, (string?)fresh.Mark(Asked))));
}
