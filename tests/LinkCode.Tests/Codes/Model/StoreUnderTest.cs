using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LinkCode.Tests.Codes.Model;

/// <summary>The real store on a real database file, without a server around it. What it stores need not survive a power cut, so nothing is synced.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("linkcode-model-").FullName;
    private readonly SqliteLinkCodeDb db;
    private WriteQueue writes;

    private StoreUnderTest()
    {
        var services = new ServiceCollection().Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        db = new(new DbContextOptionsBuilder<SqliteLinkCodeDb>().UseSqlite(Place).UseApplicationServiceProvider(services.BuildServiceProvider()).Options);
        writes = Queue(new Statements(Place));
        Store = new(writes);
    }

    public LinkStore Store { get; private set; }

    private string Place => $"Data Source={Path.Combine(folder, "linkcode.db")}";

    public static async Task<StoreUnderTest> OpenAsync()
    {
        var store = new StoreUnderTest();
        await store.db.Database.MigrateAsync();
        await store.db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        return store;
    }

    /// <summary>Goes on with a connection that may change the statements it is given.</summary>
    public async Task UseAsync(Func<string, string>? change)
    {
        await writes.DisposeAsync();
        writes = Queue(new Statements(Place) { Change = change ?? (sql => sql) });
        Store = new(writes);
    }

    public Task ClearAsync() => writes.RunAsync(batch => batch.Execute("DELETE FROM LinkRequests"));

    /// <summary>All rows there are.</summary>
    public Task<List<LinkRequest>> RowsAsync() => db.Set<LinkRequest>().AsNoTracking().ToListAsync();

    public async ValueTask DisposeAsync()
    {
        await writes.DisposeAsync();
        await db.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static WriteQueue Queue(Statements connection) => new(
        () =>
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous=OFF";
            command.ExecuteNonQuery();
            return connection;
        },
        NullLogger<WriteQueue>.Instance);
}
