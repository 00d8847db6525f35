using System.Net.Http.Headers;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.OAuth;

/// <summary>Stands before the endpoints for machines and refuses what OpenIddict would let pass or stumble over (N1, N4, N7, N10).</summary>
internal static class Gate
{
    private const long LongestBody = 8 * 1024;
    private static readonly PathString[] Machines = [Names.Device, Names.Token, Names.Revoke, Names.Introspect, Names.UserInfo];

    private static readonly CorsPolicy Cors = new CorsPolicyBuilder()
        .AllowAnyOrigin().WithMethods("GET", "POST").WithHeaders("authorization", "content-type", "prefer", "dpop")
        .WithExposedHeaders("retry-after", "preference-applied", "www-authenticate", "dpop-nonce").Build();

    /// <summary>Makes bodies for machines short, before anybody begins to read one.</summary>
    public static void UseOAuthSizes(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (Machines.Contains(context.Request.Path) && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LongestBody;
        }

        return next(context);
    });

    public static void UseOAuthGate(this IApplicationBuilder app)
    {
        app.UseWhen(context => IsForBrowsersElsewhere(context.Request.Path), branch => branch.UseCors(Cors));
        app.UseWhen(context => Machines.Contains(context.Request.Path), branch => branch.Use(CheckAsync));
    }

    private static bool IsForBrowsersElsewhere(PathString path) =>
        path.StartsWithSegments("/.well-known", StringComparison.OrdinalIgnoreCase)
        || path == Names.Device || path == Names.Token || path == Names.Revoke || path == Names.UserInfo;

    private static void UseCors(this IApplicationBuilder branch, CorsPolicy policy) => branch.Use(async (context, next) =>
    {
        var cors = context.RequestServices.GetRequiredService<ICorsService>();
        var result = cors.EvaluatePolicy(context, policy);
        cors.ApplyResult(result, context.Response);
        if (result.IsPreflightRequest)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await next(context);
    });

    private static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var site = context.RequestServices.GetRequiredService<IOptions<SiteOptions>>().Value;
        var problem = site.IsHttps && !request.IsHttps
            ? "This endpoint is reached over https only."
            // Addresses end up in logs and histories (RFC 6750 §5.3).
            : request.Query.ContainsKey("access_token") ? "Send the access token in the Authorization header."
            : request.Path == Names.UserInfo && HttpMethods.IsGet(request.Method) ? null
            : !HttpMethods.IsPost(request.Method) ? "Send a POST request." : await FormProblemAsync(context);
        if (problem is not null)
        {
            await RefuseAsync(context, site, "invalid_request", problem);
        }
        else if (request.Path != Names.UserInfo && !BasicCredentials.AreNoneOrReadable(request.Headers.Authorization.ToString()))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"LinkCode\", error=\"invalid_client\"";
            await RefuseAsync(context, site, "invalid_client", "The Authorization header cannot be read.", StatusCodes.Status401Unauthorized);
        }
        else
        {
            await AnswerAsync(context, next, site);
        }
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, SiteOptions site)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (StoreTrouble.Is(error) && !context.Response.HasStarted)
        {
            StoreTrouble.Say(context);
            await RefuseAsync(context, site, "temporarily_unavailable", "Nothing can be stored right now. Nothing has changed; try again.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static Task RefuseAsync(HttpContext context, SiteOptions site, string error, string description, int status = StatusCodes.Status400BadRequest)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["error"] = error,
            ["error_description"] = description,
            ["error_uri"] = site.Link("errors/" + error),
        });
    }

    private static async Task<string?> FormProblemAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == Names.UserInfo && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return null;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || type.MediaType?.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true
            || (type.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return "Send application/x-www-form-urlencoded in UTF-8.";
        }

        if (!await RequestGate.CanReadFormAsync(context))
        {
            return "The form cannot be read.";
        }

        if (request.Form.FirstOrDefault(field => field.Value.Count > 1).Key is { } twice)
        {
            return $"A parameter was sent more than once ({(twice.Length <= 40 && twice.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? twice : "of an odd name")}).";
        }

        var hasHeader = request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase);
        return hasHeader && (request.Form.ContainsKey("client_secret") || request.Form.ContainsKey("client_assertion"))
            ? "Use one way to authenticate, not two."
            : null;
    }
}
