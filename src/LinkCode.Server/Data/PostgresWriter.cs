using System.Data;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>
/// The writer on PostgreSQL. All first statements travel together, then all that is written beside them, then the commit:
/// three round trips for a batch of any size.
/// </summary>
internal sealed class PostgresWriter(NpgsqlDataSource source) : IWriter
{
    private NpgsqlConnection? connection;
    private bool isCommitting;

    public void Commit(IReadOnlyList<Write> writes)
    {
        var isFresh = connection is null;
        Open();
        try
        {
            Together(writes);
        }
        catch (Exception error) when (IsOfOnePiece(error))
        {
            // One piece was refused, or two nodes waited for each other; a commit for each leaves the others unharmed.
            OneByOne(writes);
        }
        catch (Exception error) when (!isFresh && !isCommitting && (error is NpgsqlException || StoreTrouble.IsOfTheConnection(error)))
        {
            // The connection died while nobody looked, and nothing was on its way to the disk.
            Dispose();
            Open();
            Together(writes);
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
    }

    // Refused values and rows (classes 22 and 23), deadlocks and the like (class 40), and what is no trouble of the database at all. What
    // became of a commit on its way only the database itself can say, so nothing else lets it be run again.
    private bool IsOfOnePiece(Exception error) => error is PostgresException refused
        ? refused.SqlState.AsSpan(0, 2) is "22" or "23" or "40"
        : !isCommitting && !StoreTrouble.IsOfTheConnection(error);

    // Stands outside of what is tried again: without a way to the database no piece fares better alone.
    private void Open()
    {
        if (connection is not { State: ConnectionState.Open })
        {
            Dispose();
            connection = source.OpenConnection();
        }
    }

    private void OneByOne(IReadOnlyList<Write> writes)
    {
        foreach (var write in writes)
        {
            Open();
            try
            {
                Together([write]);
            }
            catch (Exception error) when (IsOfOnePiece(error))
            {
                write.Fail(error);
            }
        }
    }

    private void Together(IReadOnlyList<Write> writes)
    {
        isCommitting = false;
        using (var transaction = connection!.BeginTransaction(IsolationLevel.ReadCommitted))
        {
            var rows = Execute([.. writes.Select(write => write.First)], transaction);
            for (var i = 0; i < rows.Count; i++)
            {
                writes[i].Rows = rows[i];
            }

            List<Statement> beside = [.. writes.SelectMany(write => write.Beside())];
            if (beside.Count > 0)
            {
                Execute(beside, transaction);
            }

            isCommitting = true;
            transaction.Commit();
        }

        foreach (var write in writes)
        {
            write.Complete();
        }
    }

    private List<int> Execute(List<Statement> statements, NpgsqlTransaction transaction)
    {
        using var batch = new NpgsqlBatch(connection, transaction);
        var commands = new List<NpgsqlBatchCommand>(statements.Count);
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement.Sql;
            foreach (var value in statement.Values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            }

            commands.Add(command);
            batch.BatchCommands.Add(command);
        }

        batch.ExecuteNonQuery();
        return commands.ConvertAll(command => command.RecordsAffected);
    }
}
