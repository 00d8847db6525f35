namespace LinkCode.Server.Platform;

/// <summary>Gives an empty error answer its body: a page for people, problem details for programs.</summary>
internal static class ErrorPages
{
    public static void UseErrorPages(this IApplicationBuilder app) => app.UseStatusCodePages(async context =>
    {
        var http = context.HttpContext;
        if (!WantsPage(http.Request))
        {
            await Results.Problem(statusCode: http.Response.StatusCode).ExecuteAsync(http);
            return;
        }

        var (path, query, method, status) = (http.Request.Path, http.Request.QueryString, http.Request.Method, http.Response.StatusCode);
        http.Request.Path = $"/error/{status}";
        http.Request.QueryString = QueryString.Empty;
        http.Request.Method = HttpMethods.Get;
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        try
        {
            await context.Next(http);
        }
        finally
        {
            (http.Request.Path, http.Request.QueryString, http.Request.Method) = (path, query, method);
        }
    });

    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
