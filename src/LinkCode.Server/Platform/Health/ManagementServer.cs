using LinkCode.Server.Platform.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Health;

/// <summary>
/// A second, small listener that says what exactly is not ready. It is a server of its own, so that no page of the public one
/// is ever found here, and nothing from here there, whatever a proxy or a Host header says.
/// </summary>
internal sealed class ManagementServer(Readiness readiness, IOptions<TelemetryOptions> options) : IHostedService, IAsyncDisposable
{
    private WebApplication? app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ManagementUrl is not { Length: > 0 } address)
        {
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        app = builder.Build();
        app.Run(TellAsync);
        await app.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task TellAsync(HttpContext context)
    {
        if (context.Request.Path != HealthDoor.Path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var report = await readiness.LookAsync();
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        await context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new { status = entry.Value.Status.ToString(), words = entry.Value.Description ?? entry.Value.Exception?.Message, seconds = entry.Value.Duration.TotalSeconds }),
        });
    }
}
