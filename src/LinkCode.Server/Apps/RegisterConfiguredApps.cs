using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Apps;

/// <summary>At every start, brings the apps of the configuration up to date; in Development adds two demo apps to try the server with.</summary>
internal sealed class RegisterConfiguredApps(IServiceScopeFactory scopes, IDatabase database, IOptions<AppsOptions> options, IHostEnvironment environment) : IHostedLifecycleService
{
    // Before anything else starts, so that a wrong setting ends the start with its one line.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Nodes that start together would register the same app twice.
        await using var turn = await database.TakeTurnAsync("apps", cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var register = scope.ServiceProvider.GetRequiredService<RegisterApp>();
        foreach (var (clientId, settings) in environment.IsDevelopment() ? Demo.Concat(options.Value.Registered) : options.Value.Registered)
        {
            if (await register.RunAsync(clientId, settings, cancellationToken) is { } problem)
            {
                throw new StartRefusedException($"The app {clientId} in the configuration cannot be registered. {problem}");
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Dictionary<string, AppSettings> Demo => new()
    {
        ["demo-tv"] = new AppSettings { Name = "Demo Television", Publisher = "LinkCode", Verified = true, Kind = "Tv", Scopes = "openid profile offline_access devices", DefaultScopes = "openid profile offline_access" },
        ["demo-cli"] = new AppSettings { Name = "Demo Command Line", Publisher = "LinkCode", Verified = true, Kind = "Cli", Scopes = "openid profile email offline_access devices", DefaultScopes = "openid profile offline_access devices" },
    };
}
