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
    private readonly Stack<Reader> idle = [];
    private bool isClosed;

    public TRow? Find<TRow>(KnownQuery<TRow> query, object[] values)
        where TRow : class
    {
        var reader = Take();
        TRow? row;
        try
        {
            row = reader.Find(query, values);
        }
        catch
        {
            // The connection may be what is broken, so the next question opens another.
            reader.Dispose();
            throw;
        }

        GiveBack(reader);
        return row;
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            while (idle.TryPop(out var reader))
            {
                reader.Dispose();
            }
        }
    }

    private Reader Take()
    {
        lock (gate)
        {
            if (idle.TryPop(out var reader))
            {
                return reader;
            }
        }

        return new Reader(open());
    }

    private void GiveBack(Reader reader)
    {
        lock (gate)
        {
            if (!isClosed && idle.Count < MostKept)
            {
                idle.Push(reader);
                return;
            }
        }

        reader.Dispose();
    }

    private sealed class Reader(SqliteConnection connection) : IDisposable
    {
        private readonly Dictionary<string, SqliteCommand> prepared = [];

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
