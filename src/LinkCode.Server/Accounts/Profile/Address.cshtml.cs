using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Begins a change of the mail address. Who owns the new one, this page tells nobody.</summary>
[Authorize(Policies.Account), Fresh, EnableRateLimiting(Limits.SignIn), StaleForm]
internal sealed class AddressModel(AskForAddress ask, ReadAccount read) : PageModel
{
    [FromForm(Name = "mail")]
    public string? Mail { get; set; }

    public string Now { get; private set; } = "";

    public AskForAddressAnswer? Answer { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        Answer = await ask.RunAsync(User.AccountId()!.Value, Mail, Limits.Network(HttpContext.Connection.RemoteIpAddress), cancellation);
        if (Answer is AskForAddressAnswer.Asked or AskForAddressAnswer.Overtaken)
        {
            return LocalRedirect("/profile?done=asked");
        }

        var page = await ShowAsync(cancellation);
        return Answer is AskForAddressAnswer.Wait(var time) ? this.TooMany(time) : page;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (await read.RunAsync(User.AccountId()!.Value, cancellation) is not { } person)
        {
            return NotFound();
        }

        Now = person.Email;
        return Page();
    }
}
