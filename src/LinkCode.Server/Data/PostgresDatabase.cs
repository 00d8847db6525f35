using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>A PostgreSQL server, for one process or several.</summary>
internal sealed class PostgresDatabase(IOptions<DataOptions> options, ILoggerFactory logs) : IDatabase, IAsyncDisposable
{
    private readonly Lazy<NpgsqlDataSource> source = new(() => Build(options.Value, logs));

    public bool IsShared => true;

    /// <summary>The pool of connections.</summary>
    public NpgsqlDataSource Source => source.Value;

    public void Configure(DbContextOptionsBuilder builder) => builder.UseNpgsql(Source);

    public IWriter OpenWriter() => new PostgresWriter(Source);

    public async Task MigrateAsync(LinkCodeDb db)
    {
        try
        {
            await using var turn = await PostgresTurn.TakeAsync(Source, "migrations");
            await db.Database.MigrateAsync();
        }
        catch (NpgsqlException error) when (error is not PostgresException || error.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StartRefusedException($"The database of LinkCode:Data:Connection cannot be used: {error.Message}", error);
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
