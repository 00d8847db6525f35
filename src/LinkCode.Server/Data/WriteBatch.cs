using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LinkCode.Server.Data;

/// <summary>The writer's connection with its prepared statements, handed to each piece of work in turn.</summary>
internal sealed class WriteBatch(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> prepared = [];
    private DbTransaction? transaction;

    /// <summary>Runs one statement and returns how many rows it changed. Parameters are <c>$1</c>, <c>$2</c> … in order.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            prepared[sql] = command = Prepare(sql, values.Length);
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQuery();
    }

    /// <summary>Runs one statement and returns the number it answers.</summary>
    public long Number(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A write that nobody reads, so that its commit has to go to the disk.</summary>
    public int Touch() => Execute("PRAGMA user_version = 1");

    /// <summary>Whether the database refused a row because of a rule of its table.</summary>
    public static bool IsConstraint(DbException error) => error is SqliteException { SqliteErrorCode: 19 };

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        transaction?.Dispose();
        connection.Dispose();
    }

    /// <summary>
    /// Commits all pieces at once. Only when one of them fails are they run again, each in a savepoint of its own, so that
    /// one that fails does not hurt the others; work must therefore change nothing but the database.
    /// </summary>
    internal void Commit(List<WriteQueue.Work> batch)
    {
        if (!TryCommit(batch, piecewise: false))
        {
            TryCommit(batch, piecewise: true);
        }

        batch.ForEach(work => work.Complete());
    }

    internal T InSavepoint<T>(Func<WriteBatch, T> work)
    {
        Execute("SAVEPOINT work");
        try
        {
            var result = work(this);
            Execute("RELEASE work");
            return result;
        }
        catch
        {
            Execute("ROLLBACK TO work");
            Execute("RELEASE work");
            throw;
        }
    }

    private bool TryCommit(List<WriteQueue.Work> batch, bool piecewise)
    {
        using var current = transaction = connection.BeginTransaction(System.Data.IsolationLevel.Serializable);
        try
        {
            foreach (var work in batch)
            {
                if (!work.TryRun(this, piecewise))
                {
                    current.Rollback();
                    return false;
                }
            }

            current.Commit();
            return true;
        }
        finally
        {
            transaction = null;
        }
    }

    private DbCommand Prepare(string sql, int count)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "$" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
