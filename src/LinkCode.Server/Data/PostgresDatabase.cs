using System.Diagnostics;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>A PostgreSQL server, for one process or several.</summary>
internal sealed class PostgresDatabase(IOptions<DataOptions> options, ILoggerFactory logs) : IDatabase, IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private readonly Lazy<NpgsqlDataSource> source = new(() => Build(options.Value, logs));

    public bool IsShared => true;

    public Statement Touch => new("SELECT pg_logical_emit_message(true, 'linkcode', 'alive')");

    /// <summary>The pool of connections.</summary>
    public NpgsqlDataSource Source => source.Value;

    // Its usual strategy hides a lost connection in an InvalidOperationException, which nobody would take for trouble that passes.
    public void Configure(DbContextOptionsBuilder builder) =>
        builder.UseNpgsql(Source, npgsql => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)));

    public IWriter OpenWriter() => new PostgresWriter(Source);

    public async Task<TRow?> FindAsync<TRow>(KnownQuery<TRow> query, CancellationToken cancellation, params object[] values)
        where TRow : class
    {
        await using var command = Source.CreateCommand(query.Sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var row = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow, cancellation);
        return await row.ReadAsync(cancellation) ? query.Read(row) : null;
    }

    public Task MigrateAsync(LinkCodeDb db) => db.BringUpToDateAsync();

    public async Task<IAsyncDisposable> TakeTurnAsync(string name, CancellationToken cancellation) => await PostgresTurn.TakeAsync(Source, name, cancellation);

    public async Task<IAsyncDisposable?> TryTakeTurnAsync(string name, CancellationToken cancellation) => await PostgresTurn.TryTakeAsync(Source, name, cancellation);

    /// <summary>Waits for a database that is still starting, as after a power cut, half a minute at most.</summary>
    /// <exception cref="StartRefusedException">It answers, and will not let this server in.</exception>
    public void WaitUntilItAnswers()
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var connection = Source.OpenConnection();
                return;
            }
            catch (PostgresException error) when (error.SqlState != PostgresErrorCodes.CannotConnectNow)
            {
                throw new StartRefusedException($"PostgreSQL does not let this server in with LinkCode:Data:Connection: {error.MessageText}.", error);
            }
            catch (Exception error) when (watch.Elapsed < LongestStart && (error is PostgresException || StoreTrouble.IsOfTheConnection(error)))
            {
#pragma warning disable RS0030 // The server is being built, so there is nobody to give the time back to, and no clock yet.
                Thread.Sleep(500);
#pragma warning restore RS0030
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (source.IsValueCreated)
        {
            await source.Value.DisposeAsync();
        }
    }

    private static NpgsqlDataSource Build(DataOptions options, ILoggerFactory logs)
    {
        var connection = DataOptionsRules.ConnectionOf(options);
        connection.ApplicationName ??= "LinkCode";

        // Whatever the database's own default is: an answer given means a commit on disk.
        connection.Options = (connection.Options + " -c synchronous_commit=on").Trim();
        if (!connection.ContainsKey("Max Auto Prepare"))
        {
            connection.MaxAutoPrepare = 50;
            connection.AutoPrepareMinUsages = 2;
        }

        return new NpgsqlDataSourceBuilder(connection.ConnectionString).UseLoggerFactory(logs).Build();
    }
}
