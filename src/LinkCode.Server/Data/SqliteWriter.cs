using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LinkCode.Server.Data;

/// <summary>The writer on SQLite: one transaction, one sync to disk. Only when a piece of a batch fails is the batch run again, with a savepoint for each.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IWriter
{
    private const int Constraint = 19;
    private readonly Dictionary<string, SqliteCommand> prepared = [];

    public void Commit(IReadOnlyList<Write> writes)
    {
        var refused = TryCommitAll(writes) ? [] : CommitPiecewise(writes);
        foreach (var write in writes)
        {
            if (refused.TryGetValue(write, out var error))
            {
                write.Fail(error);
            }
            else
            {
                write.Complete();
            }
        }
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    // A refused row, or a bug in one piece: its caller hears of it and nobody else does. Anything else is the database's trouble.
    private static bool IsItsOwn(Exception error) => error is not DbException || error is SqliteException { SqliteErrorCode: Constraint };

    private bool TryCommitAll(IReadOnlyList<Write> writes)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        try
        {
            foreach (var write in writes)
            {
                Run(write, transaction);
            }
        }
        catch (Exception error) when (IsItsOwn(error))
        {
            return false;
        }

        transaction.Commit();
        return true;
    }

    private Dictionary<Write, Exception> CommitPiecewise(IReadOnlyList<Write> writes)
    {
        var refused = new Dictionary<Write, Exception>();
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        foreach (var write in writes)
        {
            Execute(new Statement("SAVEPOINT work"), transaction);
            try
            {
                Run(write, transaction);
            }
            catch (Exception error) when (IsItsOwn(error))
            {
                Execute(new Statement("ROLLBACK TO work"), transaction);
                refused[write] = error;
            }

            Execute(new Statement("RELEASE work"), transaction);
        }

        transaction.Commit();
        return refused;
    }

    private void Run(Write write, SqliteTransaction transaction)
    {
        write.Rows = Execute(write.First, transaction);
        foreach (var statement in write.Beside())
        {
            Execute(statement, transaction);
        }
    }

    private int Execute(Statement statement, SqliteTransaction transaction)
    {
        if (!prepared.TryGetValue(statement.Sql, out var command))
        {
            prepared[statement.Sql] = command = Prepare(connection, statement.Sql, statement.Values.Length);
        }

        command.Transaction = transaction;
        for (var i = 0; i < statement.Values.Length; i++)
        {
            command.Parameters[i].Value = statement.Values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQuery();
    }

    /// <summary>A command whose values are <c>$1</c> to the last of so many.</summary>
    internal static SqliteCommand Prepare(SqliteConnection connection, string sql, int values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= values; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "$" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
