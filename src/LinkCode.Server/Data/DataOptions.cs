using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Data;

/// <summary>Where the database is. Section <c>LinkCode:Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Data";

    /// <summary>The name of the SQLite file below the data folder. Default <c>linkcode.db</c>.</summary>
    [Required]
    public string SqliteFile { get; set; } = "linkcode.db";
}
