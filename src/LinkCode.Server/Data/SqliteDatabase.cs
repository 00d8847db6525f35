using LinkCode.Server.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Data;

/// <summary>One file in the data folder.</summary>
internal sealed class SqliteDatabase : IDatabase, IDisposable
{
    // Whoever waits longer for another writer is told to come again.
    private const int LongestWaitSeconds = 5;
    private readonly IOptions<DataOptions> options;
    private readonly IOptions<SiteOptions> site;
    private readonly SqliteReaders readers;

    public SqliteDatabase(IOptions<DataOptions> options, IOptions<SiteOptions> site)
    {
        (this.options, this.site) = (options, site);
        readers = new SqliteReaders(OpenForReading);
    }

    public bool IsShared => false;

    public Statement Touch => new("PRAGMA user_version = 1");

    public void Configure(DbContextOptionsBuilder builder) => builder.UseSqlite(ConnectionString());

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA2000", Justification = "The writer closes its connection.")]
    public IWriter OpenWriter()
    {
        // It is opened anew after trouble only, and what was opened during that may be good for reading alone.
        readers.Forget();
        return new SqliteWriter(Open());
    }

    // SQLite answers on the thread that asks, so there is nothing to wait for.
    public Task<TRow?> FindAsync<TRow>(KnownQuery<TRow> query, CancellationToken cancellation, params object[] values)
        where TRow : class
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(readers.Find(query, values));
    }

    public void Dispose() => readers.Dispose();

    public async Task MigrateAsync(LinkCodeDb db)
    {
        PrepareFile();
        await db.BringUpToDateAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
    }

    // There is no other node.
    public Task<IAsyncDisposable> TakeTurnAsync(string name, CancellationToken cancellation) => Task.FromResult<IAsyncDisposable>(new OnlyOne());

    public Task<IAsyncDisposable?> TryTakeTurnAsync(string name, CancellationToken cancellation) => Task.FromResult<IAsyncDisposable?>(new OnlyOne());

    // New codes change a few pages each, in no order. Copying the log back every 16 MB instead of 4 writes most of them once
    // instead of several times, and 32 MB of pages at hand are the indexes of a hundred thousand codes (decision 0012).
    internal SqliteConnection Open() =>
        OpenOutsidePool("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-32768;");

    private SqliteConnection OpenForReading() => OpenOutsidePool("PRAGMA query_only=1;");

    // Outside of it, so that a connection closed after a failure is really gone.
    private SqliteConnection OpenOutsidePool(string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString()) { Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The number that a pragma answers.</summary>
    internal long Number(string pragma)
    {
        using var connection = new SqliteConnection(ConnectionString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    // A new file can be made smaller again a few pages at a time; this has to be said before its first table (decision 0011).
    private void PrepareFile()
    {
        using var connection = new SqliteConnection(ConnectionString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;";
        command.ExecuteNonQuery();
    }

    // SQLite gives its log files the rights of the database file, so it is enough to make that one first.
    private static void KeepPrivate(string file)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(file))
        {
            using var made = new FileStream(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
    }

    private string ConnectionString()
    {
        var folder = Path.GetFullPath(site.Value.DataFolder);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, options.Value.SqliteFile);
        KeepPrivate(file);
        return new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = LongestWaitSeconds }.ToString();
    }

    private sealed class OnlyOne : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
