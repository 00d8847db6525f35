using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Data;

/// <summary>The database the settings name, and how it is opened.</summary>
internal interface IDatabase
{
    /// <summary>Whether other processes may serve from the same database at the same time.</summary>
    bool IsShared { get; }

    /// <summary>A write that nobody reads, so that its commit has to go to the disk.</summary>
    Statement Touch { get; }

    /// <summary>Tells EF where it is.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>Opens the writer's own connection, which reports a commit only once it is on disk.</summary>
    IWriter OpenWriter();

    /// <summary>Asks a question that comes with every link; the first row of the answer, or null. Sees what is committed, and nothing of a transaction that is open. No value is null.</summary>
    Task<TRow?> FindAsync<TRow>(KnownQuery<TRow> query, CancellationToken cancellation, params object[] values)
        where TRow : class;

    /// <summary>Brings the tables up to date.</summary>
    /// <exception cref="Platform.StartRefusedException">The database is not there, or not for this server.</exception>
    Task MigrateAsync(LinkCodeDb db);

    /// <summary>Waits until no other node does the thing of this name.</summary>
    Task<IAsyncDisposable> TakeTurnAsync(string name, CancellationToken cancellation);

    /// <summary>The same without waiting: null when another node is at it.</summary>
    Task<IAsyncDisposable?> TryTakeTurnAsync(string name, CancellationToken cancellation);
}
