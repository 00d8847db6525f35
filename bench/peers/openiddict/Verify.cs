using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LinkCode.Bench.OpenIddictPeer;

/// <summary>The verification page: shows who asks for what, and takes the yes.</summary>
internal static class Verify
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/connect/verify", ShowAsync).RequireAuthorization();
        app.MapPost("/connect/verify", AcceptAsync).RequireAuthorization();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IAntiforgery forms, IOpenIddictApplicationManager apps)
    {
        var result = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (result.Principal?.GetClaim(Claims.ClientId) is not { } clientId || await apps.FindByClientIdAsync(clientId) is not { } app)
        {
            return Results.Content("<h1>Enter the code</h1>", "text/html", statusCode: 400);
        }

        var name = WebUtility.HtmlEncode(await apps.GetLocalizedDisplayNameAsync(app));
        var scopes = WebUtility.HtmlEncode(string.Join(' ', result.Principal.GetScopes()));
        var code = WebUtility.HtmlEncode(result.Properties?.GetTokenValue(OpenIddictServerAspNetCoreConstants.Tokens.UserCode));
        var check = forms.GetAndStoreTokens(context);
        return Results.Content(
            $"""
            <!doctype html><html lang="en"><title>Confirm</title><h1>{name}</h1><p>{scopes}</p>
            <form method="post" action="/connect/verify"><input type="hidden" name="user_code" value="{code}">
            <input type="hidden" name="{check.FormFieldName}" value="{check.RequestToken}"><button>Yes</button></form></html>
            """,
            "text/html");
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, IAntiforgery forms, UserManager<IdentityUser> users, IOpenIddictScopeManager scopes)
    {
        await forms.ValidateRequestAsync(context);
        var result = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (result.Principal?.GetClaim(Claims.ClientId) is null || await users.GetUserAsync(context.User) is not { } user)
        {
            return Results.BadRequest();
        }

        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, user.Id).SetClaim(Claims.Email, user.Email).SetClaim(Claims.Name, user.UserName);
        identity.SetScopes(result.Principal.GetScopes());
        var resources = new List<string>();
        await foreach (var resource in scopes.ListResourcesAsync(identity.GetScopes()))
        {
            resources.Add(resource);
        }

        identity.SetResources(resources);
        identity.SetDestinations(Exchange.Destinations);
        return Results.SignIn(new ClaimsPrincipal(identity), new AuthenticationProperties { RedirectUri = "/" }, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
