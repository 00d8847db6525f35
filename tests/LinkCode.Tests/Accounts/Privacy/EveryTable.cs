using System.Data;
using System.Data.Common;
using System.Text;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Tests.Accounts.Privacy;

/// <summary>Looks at the database itself, not at what the code believes of it: every table there is, every column, as text and as bytes.</summary>
internal static class EveryTable
{
    public static async Task<IReadOnlyList<string>> NamesAsync(LinkCodeDb db) => [.. (await RowsAsync(db, TestDatabase.IsPostgres
        ? "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()"
        : "SELECT name FROM sqlite_master WHERE type = 'table'")).Select(row => (string)row.Single().Value)];

    /// <summary>The tables in which an id, or any of these words in whatever case, stands.</summary>
    public static async Task<IReadOnlyList<string>> HoldingAsync(LinkCodeDb db, Guid id, params string[] words)
    {
        var found = new List<string>();
        foreach (var table in await NamesAsync(db))
        {
            if ((await RowsAsync(db, $"SELECT * FROM \"{table}\"")).Any(row => Holds(row, id, words)))
            {
                found.Add(table);
            }
        }

        return found;
    }

    /// <summary>All rows of a table in which one of them stands.</summary>
    public static async Task<IReadOnlyList<Dictionary<string, object>>> RowsOfAsync(LinkCodeDb db, string table, Guid id, params string[] words) =>
        [.. (await RowsAsync(db, $"SELECT * FROM \"{table}\"")).Where(row => Holds(row, id, words))];

    private static bool Holds(Dictionary<string, object> row, Guid id, string[] words) => row.Values.Any(value => value switch
    {
        Guid guid => guid == id,
        string text => words.Append(id.ToString("D")).Append(id.ToString("N")).Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)),
        byte[] bytes => Patterns(id, words).Any(pattern => bytes.AsSpan().IndexOf(pattern) >= 0),
        _ => false,
    });

    private static IEnumerable<byte[]> Patterns(Guid id, string[] words) =>
        [id.ToByteArray(), id.ToByteArray(bigEndian: true), .. words.Append(id.ToString("D")).Append(id.ToString("N")).Append(id.ToString("D").ToUpperInvariant()).SelectMany(word => new[] { Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word) })];

    private static async Task<List<Dictionary<string, object>>> RowsAsync(LinkCodeDb db, string sql)
    {
        DbConnection connection = db.Database.GetDbConnection();
        if (connection.State != ConnectionState.Open)
        {
            await db.Database.OpenConnectionAsync();
        }

        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the database itself.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, object>>();
        while (await reader.ReadAsync())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).Where(i => !reader.IsDBNull(i)).ToDictionary(reader.GetName, reader.GetValue));
        }

        return rows;
    }
}
