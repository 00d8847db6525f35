using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LinkCode.Server.Platform;

/// <summary>A page draws itself, and beyond that answers only what it has a handler for; without this, a PUT or a made-up handler would draw the page with nothing in it.</summary>
internal sealed class KnownMethods : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var (method, query) = (context.HttpContext.Request.Method, context.HttpContext.Request.Query);
        if (context.HandlerMethod is not null)
        {
            return;
        }

        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }
        else if (context.ActionDescriptor.HandlerMethods.Count > 0 && query.ContainsKey("handler"))
        {
            context.Result = new NotFoundResult();
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
