using System.Security.Claims;
using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;

namespace LinkCode.Server.Devices;

/// <summary>The list for apps that show it in settings of their own: a token with the scope <c>devices</c> reads it and removes from it.</summary>
internal static class DevicesApi
{
    private const string Policy = "devices-api";
    private const string Path = "/account/devices";
    private const int Most = 1000;

    // Pages tell a use by the minute, so that a program that asks all the time writes once in that time.
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(1);

    public static void AddDevicesApi(this WebApplicationBuilder builder) => builder.Services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy
        .AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.User.HasScope(Scopes.Devices)));

    public static void MapDevicesApi(this WebApplication app)
    {
        app.MapGet(Path, ListAsync).RequireAuthorization(Policy).RequireRateLimiting(Limits.Cheap);
        app.MapDelete(Path + "/{id:guid}", RemoveAsync).RequireAuthorization(Policy).RequireRateLimiting(Limits.Forms);
    }

    private static async Task<Results<Ok<DevicesAnswer>, UnauthorizedHttpResult>> ListAsync(
        ClaimsPrincipal caller, ListDevices list, DeviceStore store, ReadAccount accounts, AppDirectory apps, TimeProvider time, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await OwnerAsync(caller, accounts, http.RequestAborted) is not { } owner)
        {
            return TypedResults.Unauthorized();
        }

        var devices = await list.RunAsync(owner, 0, Most, http.RequestAborted);
        var now = time.GetUtcNow();
        if (devices.Find(device => device.Id == DeviceId(caller)) is { } asking && asking.LastUsedAt + BetweenNotes <= now)
        {
            await store.TouchAsync(asking.Id, now, Limits.Network(http.Connection.RemoteIpAddress));
        }

        return TypedResults.Ok(new DevicesAnswer(devices.ConvertAll(device => DeviceAnswer.Of(device, apps.Find(device.AppId), DeviceId(caller)))));
    }

    private static async Task<Results<NoContent, NotFound, UnauthorizedHttpResult>> RemoveAsync(
        Guid id, ClaimsPrincipal caller, RemoveDevice remove, ReadAccount accounts, HttpContext http) =>
        await OwnerAsync(caller, accounts, http.RequestAborted) is not { } owner ? TypedResults.Unauthorized()
            : await remove.RunAsync(id, owner, id == DeviceId(caller) ? RemovedBy.Device : RemovedBy.Person, Limits.Network(http.Connection.RemoteIpAddress)) ? TypedResults.NoContent()
            : TypedResults.NotFound();

    /// <summary>The account the token speaks for, unless it was disabled since.</summary>
    private static async Task<Guid?> OwnerAsync(ClaimsPrincipal caller, ReadAccount accounts, CancellationToken cancellation) =>
        Guid.TryParse(caller.GetClaim(OpenIddictConstants.Claims.Subject), out var id)
        && await accounts.RunAsync(id, cancellation) is { IsDisabled: false } account ? account.Id : null;

    private static Guid? DeviceId(ClaimsPrincipal caller) => Guid.TryParse(caller.GetAuthorizationId(), out var id) ? id : null;
}
