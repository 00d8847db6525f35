using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>One table that was copied.</summary>
/// <param name="Fingerprint">The hashes of all its rows together, whatever their order.</param>
internal sealed record CopiedTable(string Name, long Rows, string Fingerprint);

/// <summary>What came of copying.</summary>
internal abstract record CopyAnswer
{
    private CopyAnswer()
    {
    }

    /// <summary>Everything is there, compared row by row.</summary>
    internal sealed record Copied(IReadOnlyList<CopiedTable> Tables) : CopyAnswer;

    /// <summary>The target has tables already; nothing was changed.</summary>
    internal sealed record NotEmpty : CopyAnswer;

    /// <summary>What was written is not what was read; nothing was kept.</summary>
    internal sealed record Different(string Table) : CopyAnswer;
}

/// <summary>Copies a SQLite file into an empty PostgreSQL database: every table of the model, without what its room leaves behind, and the keys of the key folder as they are, sealed.</summary>
internal sealed class DatabaseCopy(SqliteDatabase source, LinkCodeDb model, Platform.Keys.KeyFolder keys, TimeProvider time)
{
    public async Task<CopyAnswer> RunAsync(string connection, CancellationToken cancellation)
    {
        await using var target = NpgsqlDataSource.Create(connection);
        await using var to = await target.OpenConnectionAsync(cancellation);
        if (await CountAsync(to, "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace", cancellation) > 0)
        {
            return new CopyAnswer.NotEmpty();
        }

        await using (var db = DesignTime.Postgres(target))
        {
            await db.BringUpToDateAsync(cancellation);
        }

        // A read transaction sees one moment of the file, even when a server still writes to it.
        await using var from = source.Open();
#pragma warning disable CA1849 // Only this form can begin a transaction that does not lock the file.
        await using var moment = from.BeginTransaction(deferred: true);
#pragma warning restore CA1849
        await using var transaction = await to.BeginTransactionAsync(cancellation);
        var copied = new List<CopiedTable>();
        foreach (var table in InOrder(model.Model.GetRelationalModel().Tables))
        {
            var columns = TableColumn.Of(table);
            var written = await WriteAsync(to, table.Name, columns, TableRows.Of(from, table.Name, columns, CopiedRows.Of(table), time.GetUtcNow().UtcTicks), cancellation);
            if (await ReadAsync(to, table.Name, columns, cancellation) != written)
            {
                return new CopyAnswer.Different(table.Name);
            }

            copied.Add(written);
            await CountOnAsync(to, table, cancellation);
        }

        var sealedKeys = await WriteAsync(to, "Keys", TableColumn.OfKeys, KeyFiles(), cancellation);
        if (await ReadAsync(to, "Keys", TableColumn.OfKeys, cancellation) != sealedKeys)
        {
            return new CopyAnswer.Different("Keys");
        }

        await transaction.CommitAsync(cancellation);
        return new CopyAnswer.Copied([.. copied, sealedKeys]);
    }

    // A table comes after those that its rows point to.
    private static List<ITable> InOrder(IEnumerable<ITable> tables)
    {
        var (left, ordered) = (tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList(), new List<ITable>());
        while (left.Count > 0)
        {
            var next = left.First(table => table.ForeignKeyConstraints.All(key => key.PrincipalTable == table || ordered.Contains(key.PrincipalTable)));
            left.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }

    private static async Task<CopiedTable> WriteAsync(NpgsqlConnection to, string table, IReadOnlyList<TableColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        var sum = new RowSum();
        await using var import = await to.BeginBinaryImportAsync("COPY \"" + table + "\" (" + TableColumn.Names(columns) + ") FROM STDIN (FORMAT BINARY)", cancellation);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            sum.Add(row);
            await import.StartRowAsync(cancellation);
            for (var i = 0; i < row.Length; i++)
            {
                await (row[i] is { } value ? import.WriteAsync(value, columns[i].PostgresType, cancellation) : import.WriteNullAsync(cancellation));
            }
        }

        await import.CompleteAsync(cancellation);
        return sum.Of(table);
    }

    private static async Task<CopiedTable> ReadAsync(NpgsqlConnection to, string table, IReadOnlyList<TableColumn> columns, CancellationToken cancellation)
    {
        var sum = new RowSum();
        await foreach (var row in TableRows.Of(to, table, columns).WithCancellation(cancellation))
        {
            sum.Add(row);
        }

        return sum.Of(table);
    }

    // Numbers that the database hands out go on after the highest one copied.
    private static async Task CountOnAsync(NpgsqlConnection to, ITable table, CancellationToken cancellation)
    {
        if (table.PrimaryKey is { Columns: [{ PropertyMappings: [{ Property: { ClrType: var type, ValueGenerated: ValueGenerated.OnAdd } }, ..] } key] } && type != typeof(Guid) && type != typeof(string))
        {
            var name = "\"" + key.Name + "\"";
            await CountAsync(to, "SELECT setval(pg_get_serial_sequence('\"" + table.Name + "\"', '" + key.Name + "'), coalesce(max(" + name + "), 0) + 1, false) FROM \"" + table.Name + "\"", cancellation);
        }
    }

    private static async Task<long> CountAsync(NpgsqlConnection to, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Names come from the model alone.
        await using var command = new NpgsqlCommand(sql, to);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async IAsyncEnumerable<object?[]> KeyFiles()
    {
        foreach (var file in Directory.EnumerateFiles(keys.Path, "*.key"))
        {
            yield return [Path.GetFileName(file), await File.ReadAllBytesAsync(file)];
        }

        var protection = Path.Combine(keys.Path, "protection");
        foreach (var file in Directory.Exists(protection) ? Directory.EnumerateFiles(protection, "*.xml") : [])
        {
            yield return [KeyTable.ProtectionPrefix + Path.GetFileName(file), await File.ReadAllBytesAsync(file)];
        }
    }
}
