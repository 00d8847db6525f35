using System.Net.Http.Headers;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.OAuth;

/// <summary>Stands before the endpoints for machines and refuses what OpenIddict would let pass or stumble over (N1, N4, N7, N10).</summary>
internal static class Gate
{
    private const long LongestBody = 8 * 1024;
    private static readonly PathString[] Machines = [Names.Device, Names.Token, Names.Revoke, Names.Introspect, Names.UserInfo];

    private static readonly CorsPolicy Cors = new CorsPolicyBuilder()
        .AllowAnyOrigin().WithMethods("GET", "POST").WithHeaders("authorization", "content-type", "prefer", "dpop")
        .WithExposedHeaders("retry-after", "preference-applied", "www-authenticate").Build();

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
            : request.Path == Names.UserInfo && HttpMethods.IsGet(request.Method) ? null
            : !HttpMethods.IsPost(request.Method) ? "Send a POST request." : await FormProblemAsync(context);
        if (problem is null)
        {
            await next(context);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["error"] = "invalid_request",
            ["error_description"] = problem,
            ["error_uri"] = site.Link("errors/invalid_request"),
        });
    }

    private static async Task<string?> FormProblemAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == Names.UserInfo && request.ContentLength is null or 0)
        {
            return null;
        }

        if (request.ContentLength > LongestBody)
        {
            return "The request is too long.";
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
