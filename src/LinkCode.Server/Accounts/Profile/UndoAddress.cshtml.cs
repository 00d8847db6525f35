using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Takes a change of address back, from the letter in the old mailbox. Looking changes nothing.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class UndoAddressModel(ReadAddressChange read, UndoNewAddress undo, SignOutThings things) : PageModel
{
    [BindProperty(Name = "key", SupportsGet = true)]
    public string? Key { get; set; }

    public UndoQuestion? Question { get; private set; }

    public UndoNewAnswer? Answer { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => AskAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var network = Limits.Network(HttpContext.Connection.RemoteIpAddress);
        Answer = await undo.RunAsync(Key, network, cancellation);
        var done = Answer switch
        {
            UndoNewAnswer.Undone(var accountId) => accountId,
            // The devices may be signed in still, when the server died between the two.
            UndoNewAnswer.UsedUp => await undo.UsedForAsync(Key, cancellation),
            _ => null,
        };
        if (done is { } whose)
        {
            // Whoever hangs up now wanted it all the same.
            await things.RunAsync(whose, network, CancellationToken.None);
        }

        return Answer is UndoNewAnswer.UsedUp ? await AskAsync(cancellation) : Page();
    }

    private async Task<IActionResult> AskAsync(CancellationToken cancellation)
    {
        Question = await read.UndoableAsync(Key, cancellation);
        return new PageResult { StatusCode = Question is null ? StatusCodes.Status410Gone : StatusCodes.Status200OK };
    }
}
