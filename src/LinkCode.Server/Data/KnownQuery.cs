using System.Data.Common;

namespace LinkCode.Server.Data;

/// <summary>
/// A question that is asked with every link: SQL that both databases read alike, as in <see cref="Statement"/>, and how a row becomes
/// the answer. <see cref="IDatabase.FindAsync"/> asks it (decision 0028).
/// </summary>
internal sealed record KnownQuery<TRow>(string Sql, Func<DbDataReader, TRow> Read)
    where TRow : class;

/// <summary>Reads columns as the tables keep them.</summary>
internal static class Columns
{
    /// <summary>A time that stands in UTC ticks.</summary>
    public static DateTimeOffset Time(this DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static Guid? IdOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
