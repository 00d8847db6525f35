using Microsoft.AspNetCore.Http.HttpResults;

namespace LinkCode.Server.Platform.Health;

/// <summary>Answers probes: the process lives, the server can work. Strangers hear yes or no; why not is told at the management address.</summary>
internal static class HealthDoor
{
    /// <summary>Where probes ask. They come by plain http from the machine itself, so https is not asked of them.</summary>
    public static readonly PathString Path = "/health";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>How long one check may take; a database that is locked for longer cannot work.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<LimitedCheck<KeysHealth>>("keys", timeout: Patience)
            .AddCheck<LimitedCheck<DiskHealth>>("disk", timeout: Patience);
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService<ManagementServer>();
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapMethods(Path + "/live", Methods, () => "live\n").AllowAnonymous().RequireRateLimiting(Limits.Cheap);
        app.MapMethods(Path + "/ready", Methods, RunAsync).AllowAnonymous().RequireRateLimiting(Limits.Cheap);
    }

    private static async Task<ContentHttpResult> RunAsync(Readiness readiness, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return await readiness.IsReadyAsync()
            ? TypedResults.Text("ready\n")
            : TypedResults.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
