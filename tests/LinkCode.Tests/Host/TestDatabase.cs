using System.Collections.Concurrent;
using LinkCode.Server;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace LinkCode.Tests.Host;

/// <summary>
/// Which database the servers of the tests work on: a SQLite file in the data folder or, where <c>LINKCODE_TEST_POSTGRES</c>
/// says how an administrator reaches a PostgreSQL server, a database of their own there for each data folder.
/// </summary>
public static class TestDatabase
{
    /// <summary>The trait of tests that are about SQLite's files and not about what the server does.</summary>
    public const string Trait = "Database";

    /// <summary>The value of <see cref="Trait"/>.</summary>
    public const string OnlySqlite = "Sqlite";

    /// <summary>The value of <see cref="Trait"/> for tests of what only PostgreSQL does.</summary>
    public const string OnlyPostgres = "Postgres";

    private const string Template = "linkcode_template";
    private static readonly string Administrator = Environment.GetEnvironmentVariable("LINKCODE_TEST_POSTGRES") ?? "";
    private static readonly ConcurrentDictionary<string, bool> Made = [];
    private static readonly Lock Making = new();

    // A migrated file is copied in a moment; migrating one is half of what starting a server takes.
    private static readonly Lazy<string> MigratedFile = new(MakeFile);

    public static bool IsPostgres => Administrator.Length > 0;

    /// <summary>The settings of a server on this data folder. The same folder has the same database.</summary>
    public static IReadOnlyDictionary<string, string?> Settings(string folder)
    {
        if (!IsPostgres)
        {
            return new Dictionary<string, string?>();
        }

        lock (Making)
        {
            // A migrated database is copied in a moment; migrating one takes seconds.
            if (!Made.ContainsKey(Template))
            {
                MakeTemplate();
                Made[Template] = true;
            }

            if (Made.TryAdd(folder, true))
            {
                Command($"CREATE DATABASE \"{Name(folder)}\" TEMPLATE {Template}");
            }
        }

        return SettingsOf(Name(folder));
    }

    /// <summary>A new data folder; on SQLite with a file in it that is migrated already.</summary>
    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
        if (!IsPostgres)
        {
            File.Copy(MigratedFile.Value, Path.Combine(folder, "linkcode.db"));
        }

        return folder;
    }

    /// <summary>Makes a database without tables for a data folder and says how it is reached.</summary>
    public static string Empty(string folder)
    {
        lock (Making)
        {
            Made[folder] = true;
            Command($"CREATE DATABASE \"{Name(folder)}\"");
        }

        return Connection(Name(folder));
    }

    /// <summary>The same, as environment variables.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Environs(string folder) =>
        Settings(folder).Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!));

    /// <summary>Reads one number from the database of a data folder.</summary>
    public static long Count(string folder, string sql)
    {
        using System.Data.Common.DbConnection connection = IsPostgres
            ? new NpgsqlConnection(Connection(Name(folder)))
            : new SqliteConnection($"Data Source={Path.Combine(folder, "linkcode.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Lets go of the files, or drops the database.</summary>
    public static void Drop(string folder)
    {
        SqliteConnection.ClearAllPools();
        if (Made.TryRemove(folder, out _))
        {
            Command($"DROP DATABASE \"{Name(folder)}\" WITH (FORCE)");
        }
    }

    /// <summary>How the database of a data folder is reached.</summary>
    public static string ConnectionOf(string folder) => Connection(Name(folder));

    private static string Name(string folder) => "t" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(folder))[..10]);

    private static string Connection(string database) =>
        new NpgsqlConnectionStringBuilder(Administrator) { Database = database, MaxPoolSize = 30, ConnectionIdleLifetime = 10 }.ConnectionString;

    private static Dictionary<string, string?> SettingsOf(string database) => new()
    {
        ["LinkCode:Data:Provider"] = "Postgres",
        ["LinkCode:Data:Connection"] = Connection(database),
    };

    private static void MakeTemplate()
    {
        Command($"DROP DATABASE IF EXISTS {Template}");
        Command($"CREATE DATABASE {Template}");
        var folder = Directory.CreateTempSubdirectory("linkcode-test-");
        Migrate(folder.FullName, SettingsOf(Template));
        folder.Delete(recursive: true);
    }

    private static string MakeFile()
    {
        var folder = Directory.CreateTempSubdirectory("linkcode-test-");
        Migrate(folder.FullName, new Dictionary<string, string?>());
        SqliteConnection.ClearAllPools();

        // Not a file in the folder of a server: what is beside it there would not be its own.
        var file = Path.Combine(Directory.CreateTempSubdirectory("linkcode-migrated-").FullName, "linkcode.db");
        File.Copy(Path.Combine(folder.FullName, "linkcode.db"), file);
        folder.Delete(recursive: true);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return file;
    }

    private static void Migrate(string folder, Dictionary<string, string?> settings)
    {
        var migrated = LinkCodeServer.CreateAsync(["--environment", "Development", "--contentRoot", Path.Combine(TestServer.Root(), "src", "LinkCode.Server")], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["LinkCode:DataFolder"] = folder, ["LinkCode:PublicUrl"] = "http://localhost" });
        }).GetAwaiter().GetResult();
        migrated.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static void Command(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Administrator) { Pooling = false }.ConnectionString);
        connection.Open();
#pragma warning disable CA2100 // The names are made here; DDL takes no parameters.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
