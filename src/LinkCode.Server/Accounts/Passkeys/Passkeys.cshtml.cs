using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>A person's passkeys, and the making of one more.</summary>
[Authorize(Policies.Account), GivesAccess, Fresh, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class PasskeysModel(ListPasskeys list, AddPasskey add, Browsers browsers, IStringLocalizer<Text> texts) : PageModel
{
    [FromForm(Name = "passkey")]
    public string? Passkey { get; set; }

    /// <summary>What was just done: <c>added</c>, <c>removed</c> or <c>renamed</c>.</summary>
    [FromQuery(Name = "done")]
    public string? Done { get; set; }

    public IReadOnlyList<PasskeyLine> Lines { get; private set; } = [];

    public AddPasskeyAnswer? Answer { get; private set; }

    public bool HasRoom => Lines.Count < AddPasskey.Most;

    public async Task OnGetAsync(CancellationToken cancellation) => Lines = await list.RunAsync(User.AccountId()!.Value, cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Answer = await add.RunAsync(User.AccountId()!.Value, Passkey, PasskeyName.Of(Request, texts), browsers.Visitor(HttpContext).Network, cancellation);
        if (Answer is AddPasskeyAnswer.Added)
        {
            return LocalRedirect("/security/passkeys?done=added");
        }

        await OnGetAsync(cancellation);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }
}
