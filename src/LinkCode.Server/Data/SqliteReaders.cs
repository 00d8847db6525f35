using Microsoft.Data.Sqlite;

namespace LinkCode.Server.Data;

/// <summary>
/// Connections that stay open for reading, each with its statements prepared: to open one and to prepare a statement takes longer
/// than the answer. Nobody waits for one; there are as many as ask in the same moment.
/// </summary>
internal sealed class SqliteReaders(Func<SqliteConnection> open) : IDisposable
{
    private const int MostKept = 16;
    private readonly Lock gate = new();
    private readonly Stack<OpenConnection> idle = [];
    private int generation;
    private bool isClosed;

    public TRow? Find<TRow>(KnownQuery<TRow> query, object[] values)
        where TRow : class
    {
        var connection = Take();
        TRow? row;
        try
        {
            row = connection.Find(query, values);
        }
        catch
        {
            // It may be what is broken, so the next question opens another.
            connection.Dispose();
            throw;
        }

        GiveBack(connection);
        return row;
    }

    /// <summary>
    /// Lets go of all connections, of those in use once they have answered: SQLite gives a new connection what the old ones of its process
    /// know of the file, even that it could only be read.
    /// </summary>
    public void Forget()
    {
        lock (gate)
        {
            generation++;
            while (idle.TryPop(out var connection))
            {
                connection.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
        }

        Forget();
    }

    private OpenConnection Take()
    {
        int now;
        lock (gate)
        {
            if (idle.TryPop(out var connection))
            {
                return connection;
            }

            now = generation;
        }

        return new OpenConnection(open(), now);
    }

    private void GiveBack(OpenConnection connection)
    {
        lock (gate)
        {
            if (!isClosed && connection.Generation == generation && idle.Count < MostKept)
            {
                idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    private sealed class OpenConnection(SqliteConnection connection, int generation) : IDisposable
    {
        private readonly Dictionary<string, SqliteCommand> prepared = [];

        public int Generation => generation;

        public TRow? Find<TRow>(KnownQuery<TRow> query, object[] values)
            where TRow : class
        {
            if (!prepared.TryGetValue(query.Sql, out var command))
            {
                prepared[query.Sql] = command = SqliteWriter.Prepare(connection, query.Sql, values.Length);
            }

            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i];
            }

            using var row = command.ExecuteReader();
            return row.Read() ? query.Read(row) : null;
        }

        public void Dispose()
        {
            foreach (var command in prepared.Values)
            {
                command.Dispose();
            }

            connection.Dispose();
        }
    }
}
