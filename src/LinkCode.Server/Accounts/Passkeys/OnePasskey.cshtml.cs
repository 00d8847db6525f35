using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>One passkey: its name, and its end. Nobody but its owner learns that it exists.</summary>
[Authorize(Policies.Account), GivesAccess, Fresh, EnableRateLimiting(Limits.Forms), StaleForm]
internal sealed class OnePasskeyModel(ListPasskeys list, RenamePasskey rename, RemovePasskey remove, Browsers browsers) : PageModel
{
    [FromRoute(Name = "id")]
    public string? Id { get; set; }

    [FromForm(Name = "name")]
    public string? NewName { get; set; }

    public PasskeyLine Line { get; private set; } = null!;

    public Problem? Problem { get; private set; }

    /// <summary>Whether it stays, because nothing else would sign its owner in.</summary>
    public bool IsLastWay { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "do")] string? what, CancellationToken cancellation) => what switch
    {
        "rename" => await RenameAsync(cancellation),
        "remove" => await RemoveAsync(cancellation),
        _ => BadRequest(),
    };

    private async Task<IActionResult> RenameAsync(CancellationToken cancellation)
    {
        if (DisplayName.Read(NewName, out var problem) is { } name)
        {
            return await rename.RunAsync(Id, User.AccountId()!.Value, name) ? LocalRedirect("/security/passkeys?done=renamed") : NotFound();
        }

        Problem = problem! with { Key = problem.Key.Replace("problem.name", "problem.passkeyName", StringComparison.Ordinal) };
        return await ShowAsync(cancellation);
    }

    private async Task<IActionResult> RemoveAsync(CancellationToken cancellation)
    {
        switch (await remove.RunAsync(Id, User.AccountId()!.Value, browsers.Visitor(HttpContext).Network, cancellation))
        {
            case RemovePasskeyAnswer.Removed:
                return LocalRedirect("/security/passkeys?done=removed");
            case RemovePasskeyAnswer.LastWay:
                IsLastWay = true;
                return await ShowAsync(cancellation);
            case RemovePasskeyAnswer.NotThere:
                return NotFound();
            default:
                throw new InvalidOperationException("Removing a passkey answered something new.");
        }
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (await list.FindAsync(Id, User.AccountId()!.Value, cancellation) is not { } line)
        {
            return NotFound();
        }

        Line = line;
        return Page();
    }
}
