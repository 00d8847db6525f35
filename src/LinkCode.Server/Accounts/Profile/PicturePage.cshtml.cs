using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>A person's picture: a new one, or none.</summary>
[Authorize(Policies.Account), PictureForm, EnableRateLimiting(Limits.Saves), StaleForm]
internal sealed class PicturePageModel(ReadAccount read, SavePicture save) : PageModel
{
    public AccountCard Person { get; private set; } = null!;

    public Problem? Problem { get; private set; }

    private string Network => Limits.Network(HttpContext.Connection.RemoteIpAddress);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(StatusCodes.Status200OK, cancellation);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = PictureFile.Field)] IFormFile? file, CancellationToken cancellation)
    {
        var content = new byte[Math.Min(file?.Length ?? 0, PictureFile.LongestFile + 1)];
        if (file is not null)
        {
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(content, cancellation);
        }

        if (PictureFile.Read(content, out var problem) is not { } picture)
        {
            Problem = problem;
            return await ShowAsync(content.Length > PictureFile.LongestFile ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, cancellation);
        }

        await save.RunAsync(User.AccountId()!.Value, picture, Network, cancellation);
        return LocalRedirect("/profile?done=picture");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellation)
    {
        await save.RunAsync(User.AccountId()!.Value, file: null, Network, cancellation);
        return LocalRedirect("/profile?done=picture-removed");
    }

    private async Task<IActionResult> ShowAsync(int status, CancellationToken cancellation)
    {
        if (await read.RunAsync(User.AccountId()!.Value, cancellation) is not { } person)
        {
            return NotFound();
        }

        Person = person;
        return new PageResult { StatusCode = status };
    }
}
