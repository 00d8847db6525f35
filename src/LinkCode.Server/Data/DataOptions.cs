using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Data;

/// <summary>Which database this server works on.</summary>
public enum DatabaseProvider
{
    /// <summary>A file in the data folder; one process.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server; one process or several.</summary>
    Postgres,
}

/// <summary>Where the database is. Section <c>LinkCode:Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Data";

    /// <summary>What the database is: <c>Sqlite</c> or <c>Postgres</c>. Default <c>Sqlite</c>.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>The name of the SQLite file below the data folder. Default <c>linkcode.db</c>.</summary>
    [Required]
    public string SqliteFile { get; set; } = "linkcode.db";

    /// <summary>How PostgreSQL is reached, for example <c>Host=db.example.org;Database=linkcode;Username=linkcode;Password=…</c>. Required for <c>Postgres</c>, here or in <see cref="ConnectionFile"/>.</summary>
    public string Connection { get; set; } = "";

    /// <summary>A file that holds <see cref="Connection"/>, so that the password need not stand in the environment.</summary>
    public string ConnectionFile { get; set; } = "";
}
