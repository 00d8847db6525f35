using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Data;

/// <summary>The database the settings name, and how it is opened.</summary>
internal interface IDatabase
{
    /// <summary>Whether other processes may serve from the same database at the same time.</summary>
    bool IsShared { get; }

    /// <summary>Tells EF where it is.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>Opens the writer's own connection, which reports a commit only once it is on disk.</summary>
    IWriter OpenWriter();

    /// <summary>Brings the tables up to date. Several processes may start at once; one does it and the others wait.</summary>
    Task MigrateAsync(LinkCodeDb db);
}
