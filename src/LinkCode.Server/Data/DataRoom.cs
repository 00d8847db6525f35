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
        services.AddSingleton(provider => new WriteQueue(provider.GetRequiredService<IDatabase>().OpenWriter, provider.GetRequiredService<ILogger<WriteQueue>>()));
    }

    /// <summary>Brings the database up to date before anything is served.</summary>
    public static async Task MigrateAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await app.Services.GetRequiredService<IDatabase>().MigrateAsync(scope.ServiceProvider.GetRequiredService<LinkCodeDb>());
    }

    private static bool IsPostgres(IServiceProvider provider) => provider.GetRequiredService<IOptions<DataOptions>>().Value.Provider == DatabaseProvider.Postgres;
}
