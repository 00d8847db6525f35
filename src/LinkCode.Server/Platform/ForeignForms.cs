using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LinkCode.Server.Platform;

/// <summary>Refuses a form for one of our pages that the browser says another site sent, whatever it carries (N72).</summary>
internal static class ForeignForms
{
    public static void RefuseForeignForms(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // Browsers that say nothing are left to the form check; the consent page may be asked by POST from elsewhere, and checks its answer itself.
        var metadata = context.GetEndpoint()?.Metadata;
        if (HttpMethods.IsPost(context.Request.Method)
            && context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            && metadata?.GetMetadata<PageActionDescriptor>() is not null
            && metadata.GetMetadata<IgnoreAntiforgeryTokenAttribute>() is null)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    });
}
