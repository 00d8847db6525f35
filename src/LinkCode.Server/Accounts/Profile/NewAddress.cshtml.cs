using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Where the letters about a new address lead. Looking changes nothing, because mail scanners look, too.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class NewAddressModel(ReadAddressChange read, ConfirmNewAddress confirm, RefuseNewAddress refuse) : PageModel
{
    [BindProperty(Name = "key", SupportsGet = true)]
    public string? Key { get; set; }

    public AddressQuestion? Question { get; private set; }

    public ConfirmNewAnswer? Answer { get; private set; }

    public bool IsRefused { get; private set; }

    /// <summary>The old mailbox may say yes anywhere; the new one where the account is signed in, so that nobody gives their address to a stranger's account.</summary>
    public bool MaySayYes => Question is { } question && (question.IsOld || User.AccountId() == question.AccountId);

    private string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => AskAsync(cancellation);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "answer")] string? answer, CancellationToken cancellation)
    {
        switch (answer)
        {
            case "yes":
                Answer = await confirm.RunAsync(Key, User.AccountId(), Network, cancellation);
                return Answer is ConfirmNewAnswer.Changed ? Page() : await AskAsync(cancellation);
            case "no":
                Question = await read.AskedAsync(Key, cancellation);
                IsRefused = await refuse.RunAsync(Key, Network, cancellation);
                return IsRefused ? Page() : await AskAsync(cancellation);
            default:
                return BadRequest();
        }
    }

    private async Task<IActionResult> AskAsync(CancellationToken cancellation)
    {
        Question = await read.AskedAsync(Key, cancellation);
        return new PageResult { StatusCode = Question is null ? StatusCodes.Status410Gone : StatusCodes.Status200OK };
    }
}
