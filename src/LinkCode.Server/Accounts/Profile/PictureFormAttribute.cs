using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>
/// Looks at the form of a picture before anybody reads it. One that says it is too long, or does not say how long it is, is not read at all;
/// any other is kept in memory, because the disk of a hardened server may not be written to.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PictureFormAttribute : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    // A little more than the file, so that what is only just too long still gets its own words.
    private const long Longest = PictureFile.LongestFile + (64 * 1024);
    private static readonly FormOptions InMemory = new() { MemoryBufferThreshold = (int)Longest };

    /// <summary>Before the form check, which reads the form.</summary>
    public int Order => -1;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType || http.Features.Get<IFormFeature>()?.Form is not null)
        {
            // Every other form of the page is short and was looked at before.
            return;
        }

        if (http.Request.ContentLength is not <= Longest)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
            return;
        }

        http.Features.Set<IFormFeature>(new FormFeature(http.Request, InMemory));
        if (!await RequestGate.CanReadFormAsync(http))
        {
            context.Result = new BadRequestResult();
        }
        else if (!await http.RequestServices.GetRequiredService<Sessions>().GoesOnAsync(http.User, http.RequestAborted))
        {
            // Whoever sends slowly enough may have been signed out meanwhile.
            context.Result = new ChallengeResult();
        }
    }
}
