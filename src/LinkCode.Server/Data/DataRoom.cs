using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Health;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Data;

/// <summary>The database's door: one context, one writer for everything that writes often, migrations at start.</summary>
internal static class DataRoom
{
    public static void AddData(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddDbContextPool<LinkCodeDb, SqliteLinkCodeDb>((provider, options) => options.UseSqlite(ConnectionString(provider)));
        services.AddSingleton<WriteMeter>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", timeout: HealthDoor.Patience);
        services.AddSingleton(provider => new WriteQueue(() => Open(provider), provider.GetRequiredService<WriteMeter>(), provider.GetRequiredService<ILogger<WriteQueue>>()));
    }

    /// <summary>Brings the database up to date before anything is served.</summary>
    public static async Task MigrateAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        await db.BringUpToDateAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
    }

    /// <summary>An open connection that reports a commit only once it is on disk.</summary>
    internal static SqliteConnection Open(IServiceProvider provider)
    {
        var connection = new SqliteConnection(ConnectionString(provider));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;";
        command.ExecuteNonQuery();
        return connection;
    }

    // SQLite gives its log files the rights of the database file, so it is enough to make that one first.
    private static void KeepPrivate(string file)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(file))
        {
            using var made = new FileStream(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
    }

    private static string ConnectionString(IServiceProvider provider)
    {
        var folder = Path.GetFullPath(provider.GetRequiredService<IOptions<SiteOptions>>().Value.DataFolder);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, provider.GetRequiredService<IOptions<DataOptions>>().Value.SqliteFile);
        KeepPrivate(file);
        return new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 10 }.ToString();
    }
}
