namespace LinkCode.Server.Platform;

/// <summary>
/// The current request for those who cannot be handed it, such as Identity. The framework would note it for every request
/// and pay for that in every waiting poll; here it is noted only once a request has passed the fast polls.
/// </summary>
internal sealed class LateHttpContext : IHttpContextAccessor
{
    private static readonly AsyncLocal<Holder?> Current = new();

    public HttpContext? HttpContext
    {
        get => Current.Value?.Context;

        // The framework sets it before the first middleware; see Note.
        set => _ = value;
    }

    public static async Task Note(HttpContext context, RequestDelegate next)
    {
        var holder = new Holder { Context = context };
        Current.Value = holder;
        try
        {
            await next(context);
        }
        finally
        {
            // Work that outlives its request must not meet the next one, which gets the same object.
            holder.Context = null;
        }
    }

    /// <summary>
    /// Makes the framework reuse one context for each connection. It gives every request a new one as soon as it finds an
    /// accessor, because its own might be asked after the end of the request; this one says nothing then.
    /// </summary>
    public static IHttpContextFactory Factory(IServiceProvider services) => new DefaultHttpContextFactory(new Unnoted(services));

    private sealed class Holder
    {
        public HttpContext? Context { get; set; }
    }

    private sealed class Unnoted(IServiceProvider services) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IHttpContextAccessor) ? null : services.GetService(serviceType);
    }
}
