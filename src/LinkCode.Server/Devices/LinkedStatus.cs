using System.Security.Claims;
using LinkCode.Server.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LinkCode.Server.Devices;

/// <summary>The stage of a link, for the script of the page that waits for the device.</summary>
internal static class LinkedStatus
{
    public sealed record Answer(string Stage);

    public static async Task<Results<Ok<Answer>, NotFound>> RunAsync(Guid deviceId, ClaimsPrincipal user, HttpResponse response, FindLinked find, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "no-store";
        return await find.RunAsync(deviceId, user.AccountId()!.Value, cancellation) is { } linked
            ? TypedResults.Ok(new Answer(linked.Stage.ToString()))
            : TypedResults.NotFound();
    }
}
