using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>The part of the room's door for passkeys: what they have to be, who works on them, and where scripts ask.</summary>
internal static class PasskeysDoor
{
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<SiteOptions>>((passkeys, site) =>
        {
            passkeys.ServerDomain = site.Value.Address.IdnHost;
            passkeys.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == Origin(site.Value.Address));
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AttestationConveyancePreference = "none";
        });
        services.AddSingleton<Ceremonies>();
        services.AddScoped<StartPasskey>();
        services.AddScoped<CheckPasskey>();
        services.AddScoped<UsePasskey>();
        services.AddScoped<SignInWithPasskey>();
        services.AddScoped<SignInAgainWithPasskey>();
        services.AddSingleton<KeptPasskeys>();
        services.AddScoped<SignUpWithPasskey>();
        services.AddScoped<AcceptWithPasskey>();
        services.AddScoped<PasskeyOffers>();
        services.AddScoped<ListPasskeys>();
        services.AddScoped<AddPasskey>();
        services.AddScoped<RenamePasskey>();
        services.AddScoped<RemovePasskey>();
    }

    public static void MapPasskeys(this WebApplication app)
    {
        var passkeys = app.MapGroup("/passkeys").RequireRateLimiting(Limits.Forms).AddEndpointFilter(RefuseForeignAsync);
        passkeys.MapPost("/for-sign-in", ForSignInAsync).AllowAnonymous();
        passkeys.MapPost("/for-sign-up", ForSignUpAsync).AllowAnonymous();
        passkeys.MapPost("/for-invitation", ForInvitationAsync).AllowAnonymous();
        passkeys.MapPost("/for-setup", ForSetupAsync).AllowAnonymous();
        passkeys.MapPost("/for-account", ForAccountAsync).RequireAuthorization(Policies.Account);
    }

    /// <summary>As browsers write it into what a passkey signs.</summary>
    private static string Origin(Uri address) => $"{address.Scheme}://{address.IdnHost}{(address.IsDefaultPort ? "" : ":" + address.Port)}";

    private static async ValueTask<object?> RefuseForeignAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http) ? await next(context) : TypedResults.BadRequest();
    }

    private static async Task<ContentHttpResult> ForSignInAsync(StartPasskey start) => Json(await start.ToSignInAsync());

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult, UnprocessableEntity>> ForSignUpAsync(PersonToBe person, StartPasskey start, IOptions<AccountsOptions> options) =>
        options.Value.SignUp != SignUpRule.Open ? TypedResults.StatusCode(StatusCodes.Status403Forbidden)
            : await start.ForSignUpAsync(person.Name, person.Mail) is { } question ? Json(question)
            : TypedResults.UnprocessableEntity();

    private static Task<Results<ContentHttpResult, StatusCodeHttpResult, UnprocessableEntity>> ForInvitationAsync(
        PersonToBe person, AcceptWithPasskey accept, IOptions<AccountsOptions> options, CancellationToken cancellation) =>
        ForKeyAsync(person, accept, isSetup: false, options.Value.SignUp != SignUpRule.Closed, cancellation);

    private static Task<Results<ContentHttpResult, StatusCodeHttpResult, UnprocessableEntity>> ForSetupAsync(PersonToBe person, AcceptWithPasskey accept, CancellationToken cancellation) =>
        ForKeyAsync(person, accept, isSetup: true, isOpen: true, cancellation);

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult, UnprocessableEntity>> ForKeyAsync(
        PersonToBe person, AcceptWithPasskey accept, bool isSetup, bool isOpen, CancellationToken cancellation) =>
        !isOpen || await accept.AskAsync(person.Key, isSetup, person.Name, person.Mail, cancellation) is not { } question ? TypedResults.StatusCode(StatusCodes.Status403Forbidden)
            : question.Json is { } json ? Json(json)
            : TypedResults.UnprocessableEntity();

    private static async Task<Results<ContentHttpResult, NotFound>> ForAccountAsync(HttpContext http, StartPasskey start) =>
        await start.ForAccountAsync(http.User.AccountId()!.Value) is { } question ? Json(question) : TypedResults.NotFound();

    private static ContentHttpResult Json(string json) => TypedResults.Content(json, "application/json");

    /// <summary>Who wants an account, as typed so far, and the key of an invitation.</summary>
    private sealed record PersonToBe(string? Name, string? Mail, string? Key)
    {
        public override string ToString() => "(a person to be)";
    }
}
