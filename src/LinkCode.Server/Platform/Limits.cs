using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Platform;

/// <summary>
/// The limits a route can name. Each counts one network (an IPv4 address, an IPv6 /56), because a person's phone and television share one.
/// Browsers that were signed in before count by their account on that network instead, so strangers behind the same address never keep them out (T13).
/// </summary>
internal static class Limits
{
    /// <summary>Looking at pages: 300 a minute.</summary>
    public const string Pages = "pages";

    /// <summary>Posting a form: 60 a minute.</summary>
    public const string Forms = "forms";

    /// <summary>Saving who one is to others: 60 an hour.</summary>
    public const string Saves = "saves";

    /// <summary>Anything that checks a password or sends a mail: 20 in five minutes.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Pictures and programs that draw or answer cheaply: 600 a minute.</summary>
    public const string Cheap = "cheap";

    public static void Add(IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            context.HttpContext.Response.RetryAfter(wait);
            return ValueTask.CompletedTask;
        };
        AddWindow(options, Pages, 300, TimeSpan.FromMinutes(1), everyMethod: true);
        AddWindow(options, Forms, 60, TimeSpan.FromMinutes(1), everyMethod: false);
        AddWindow(options, Saves, 60, TimeSpan.FromHours(1), everyMethod: false);
        AddWindow(options, SignIn, 20, TimeSpan.FromMinutes(5), everyMethod: false);
        AddWindow(options, Cheap, 600, TimeSpan.FromMinutes(1), everyMethod: true);
    });

    /// <summary>The network an address belongs to, as one partition of a limit.</summary>
    public static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "none";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        // This machine is one network, whichever of its addresses a program chose.
        if (address.Equals(IPAddress.IPv6Loopback))
        {
            address = IPAddress.Loopback;
        }

        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(7).Clear();
        return new IPAddress(bytes) + "/56";
    }

    // A form that is only looked at does not use up what posting it may cost.
    private static void AddWindow(RateLimiterOptions options, string name, int permits, TimeSpan window, bool everyMethod) =>
        options.AddPolicy(name, context => !everyMethod && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
            ? RateLimitPartition.GetSlidingWindowLimiter("get " + Who(context), _ => Window(300 * Scale(context), TimeSpan.FromMinutes(1)))
            : RateLimitPartition.GetSlidingWindowLimiter(Who(context), _ => Window(permits * Scale(context), window)));

    private static string Who(HttpContext context) =>
        context.RequestServices.GetRequiredService<IAcquaintances>().NameOf(context) ?? Network(context.Connection.RemoteIpAddress);

    // Tests that send thousands of requests from one address raise every limit alike; see SiteOptions.
    private static int Scale(HttpContext context) =>
        context.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<SiteOptions>>().Value.LimitScale;

    private static SlidingWindowRateLimiterOptions Window(int permits, TimeSpan window) =>
        new() { PermitLimit = permits, Window = window, SegmentsPerWindow = 5, QueueLimit = 0 };
}
