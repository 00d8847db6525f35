namespace LinkCode.Server.Data;

/// <summary>
/// One SQL statement with its values for <c>$1</c>, <c>$2</c> … in order. Names stand in double quotes and times are ticks,
/// so that SQLite and PostgreSQL read it alike.
/// </summary>
internal sealed record Statement(string Sql, params object?[] Values);

/// <summary>Collects what is written beside a change, in the same transaction.</summary>
internal sealed class WriteBatch
{
    private readonly List<Statement> statements = [];

    internal IReadOnlyList<Statement> Statements => statements;

    /// <summary>Adds one statement; whether it changes a row is not asked for.</summary>
    public void Add(string sql, params object?[] values) => statements.Add(new Statement(sql, values));
}
