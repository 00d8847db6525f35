namespace LinkCode.Server.Platform;

/// <summary>
/// The current request for those who cannot be handed it, such as Identity. The framework would note it for every request
/// and pay for that in every waiting poll; here it is noted only once a request has passed the fast polls.
/// </summary>
internal sealed class LateHttpContext : IHttpContextAccessor
{
    private static readonly AsyncLocal<HttpContext?> Current = new();

    public HttpContext? HttpContext
    {
        get => Current.Value;

        // The framework sets it before the first middleware; see Note.
        set => _ = value;
    }

    public static Task Note(HttpContext context, RequestDelegate next)
    {
        Current.Value = context;
        return next(context);
    }
}
