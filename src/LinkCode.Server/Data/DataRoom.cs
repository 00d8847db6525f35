using LinkCode.Server.Platform.Health;
using LinkCode.Server.Platform.Keys;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Data;

/// <summary>The database's door: one context, one writer for everything that writes often, migrations at start.</summary>
internal static class DataRoom
{
    public static void AddData(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<DataOptions>, DataOptionsRules>();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<IDatabase>(provider => IsPostgres(provider) ? provider.GetRequiredService<PostgresDatabase>() : provider.GetRequiredService<SqliteDatabase>());
        services.AddDbContextPool<SqliteLinkCodeDb>((provider, options) => provider.GetRequiredService<SqliteDatabase>().Configure(options));
        services.AddDbContextPool<PostgresLinkCodeDb>((provider, options) => provider.GetRequiredService<PostgresDatabase>().Configure(options));
        services.AddScoped<LinkCodeDb>(provider => IsPostgres(provider) ? provider.GetRequiredService<PostgresLinkCodeDb>() : provider.GetRequiredService<SqliteLinkCodeDb>());
        services.AddSingleton(provider => new WriteQueue(provider.GetRequiredService<IDatabase>().OpenWriter, provider.GetRequiredService<WriteMeter>(), provider.GetRequiredService<ILogger<WriteQueue>>()));
        services.AddSingleton<KeyTable>();
        services.AddScoped<DatabaseCopy>();
        services.AddSingleton<IKeyStore>(provider => IsPostgres(provider) ? provider.GetRequiredService<KeyTable>() : provider.GetRequiredService<KeyFolder>());
        services.AddHostedService<GiveBackSpace>();
        services.AddHostedService<PostgresListener>();
        services.AddSingleton<NodeTalk>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeTalk>());
        services.AddSingleton<WriteMeter>();
        services.AddHealthChecks().AddCheck<LimitedCheck<DatabaseHealth>>("database", timeout: HealthDoor.Patience);
    }

    /// <summary>Brings the database up to date before anything is served. Several nodes may start at once; one does it and the others wait.</summary>
    public static async Task MigrateAsync(this WebApplication app)
    {
        var database = app.Services.GetRequiredService<IDatabase>();
        await using var scope = app.Services.CreateAsyncScope();
        await using var turn = await database.TakeTurnAsync("start", CancellationToken.None);
        await database.MigrateAsync(scope.ServiceProvider.GetRequiredService<LinkCodeDb>());
        if (database.IsShared)
        {
            MakeFirstProtectionKey(app.Services);
        }
    }

    // Data Protection has no "first one wins": two nodes would each make a key and for a while not read what the other sealed.
    private static void MakeFirstProtectionKey(IServiceProvider services)
    {
        var keys = services.GetRequiredService<IKeyManager>();
        if (keys.GetAllKeys().Count == 0)
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            keys.CreateNewKey(now, now + services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.NewKeyLifetime);
        }
    }

    private static bool IsPostgres(IServiceProvider provider) => provider.GetRequiredService<IOptions<DataOptions>>().Value.Provider == DatabaseProvider.Postgres;
}
