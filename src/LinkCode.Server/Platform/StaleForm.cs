using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LinkCode.Server.Platform;

/// <summary>
/// Shows the page anew when its form was made before this browser signed in or out in another tab, instead of an error.
/// Only for posts the browser itself says came from our own pages; everybody else's stay refused with 400.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StaleFormAttribute : Attribute, IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        var request = context.HttpContext.Request;
        if (context.Result is IAntiforgeryValidationFailedResult && request.Headers["Sec-Fetch-Site"] == "same-origin")
        {
            context.Result = new LocalRedirectResult(request.PathBase + request.Path + request.QueryString);
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
