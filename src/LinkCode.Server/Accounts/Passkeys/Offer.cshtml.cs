using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Offers a passkey after a sign-in by password, on the way to where the person was going; one that is made has to come while that sign-in is fresh.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class OfferModel(AddPasskey add, PasskeyOffers offers, Browsers browsers, IStringLocalizer<Text> texts, TimeProvider time) : PageModel
{
    [BindProperty(Name = "next", SupportsGet = true)]
    public string? Next { get; set; }

    public bool IsNotMade { get; private set; }

    public void OnGet() => Next = LocalPath.Read(Url, Next);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "passkey")] string? passkey, CancellationToken cancellation)
    {
        OnGet();
        if (passkey is null)
        {
            offers.PutOff(HttpContext);
            return LocalRedirect(Next ?? "/");
        }

        // "Not now" needs no proof; a new way into the account does, as everywhere else.
        if (!User.IsFresh(time.GetUtcNow()))
        {
            return LocalRedirect(FreshAttribute.Again(Markup.Path("/security/passkeys/offer", Next)));
        }

        if (await add.RunAsync(User.AccountId()!.Value, passkey, PasskeyName.Of(Request, texts), browsers.Visitor(HttpContext).Network, cancellation) is AddPasskeyAnswer.Added)
        {
            return LocalRedirect(Next ?? "/security/passkeys?done=added");
        }

        IsNotMade = true;
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }
}
