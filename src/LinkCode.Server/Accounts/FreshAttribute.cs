using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LinkCode.Server.Accounts;

/// <summary>
/// Marks a page whose person has to have signed in within the last five minutes. Who has not is asked again and comes back to
/// the page; what a form wanted is not done, because somebody else may have pressed its button.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FreshAttribute : Attribute, IPageFilter
{
    /// <summary>Whether the page may be looked at without, and only a form wants it.</summary>
    public bool ForFormsOnly { get; init; }

    /// <summary>How long a sign-in is fresh.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(5);

    /// <summary>The page that asks again and goes on to an address of this site.</summary>
    public static string Again(string next) => Markup.Path("/sign-in/again", next);

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var http = context.HttpContext;
        if (!(ForFormsOnly && HttpMethods.IsGet(http.Request.Method)) && !http.User.IsFresh(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()))
        {
            context.Result = new LocalRedirectResult(Again(http.Request.Path + http.Request.QueryString));
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
