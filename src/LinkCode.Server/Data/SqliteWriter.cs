using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LinkCode.Server.Data;

/// <summary>The writer on SQLite: one transaction, a savepoint for each piece, one sync to disk.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IWriter
{
    private const int Constraint = 19;
    private readonly Dictionary<string, SqliteCommand> prepared = [];

    public void Commit(IReadOnlyList<Write> writes)
    {
        var refused = new Dictionary<Write, Exception>();
        using (var transaction = connection.BeginTransaction(IsolationLevel.Serializable))
        {
            foreach (var write in writes)
            {
                try
                {
                    InSavepoint(write, transaction);
                }
                catch (Exception error) when (error is not DbException || error is SqliteException { SqliteErrorCode: Constraint })
                {
                    // A refused row, or a bug in this one piece: its caller hears of it and nobody else does.
                    refused[write] = error;
                }
            }

            transaction.Commit();
        }

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

    private void InSavepoint(Write write, SqliteTransaction transaction)
    {
        Execute(new Statement("SAVEPOINT work"), transaction);
        try
        {
            write.Rows = Execute(write.First, transaction);
            foreach (var statement in write.Beside())
            {
                Execute(statement, transaction);
            }
        }
        catch
        {
            Execute(new Statement("ROLLBACK TO work"), transaction);
            Execute(new Statement("RELEASE work"), transaction);
            throw;
        }

        Execute(new Statement("RELEASE work"), transaction);
    }

    private int Execute(Statement statement, SqliteTransaction transaction)
    {
        if (!prepared.TryGetValue(statement.Sql, out var command))
        {
            prepared[statement.Sql] = command = Prepare(statement);
        }

        command.Transaction = transaction;
        for (var i = 0; i < statement.Values.Length; i++)
        {
            command.Parameters[i].Value = statement.Values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        for (var i = 1; i <= statement.Values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "$" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
