using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LinkCode.Server.Data;

/// <summary>A column as both databases know it.</summary>
internal sealed record TableColumn(string Name, string PostgresType, Type Type)
{
    /// <summary>Those of the table of keys, which EF's model does not know.</summary>
    public static readonly IReadOnlyList<TableColumn> OfKeys = [new("Name", "text", typeof(string)), new("Content", "bytea", typeof(byte[]))];

    /// <summary>The columns of a table of the model.</summary>
    public static IReadOnlyList<TableColumn> Of(ITable table) => [.. table.Columns.Select(column =>
    {
        // A column of documents has no property of its own.
        var mapping = column.PropertyMappings is [var first, ..] ? first.TypeMapping : null;
        var type = mapping?.Converter?.ProviderClrType ?? mapping?.ClrType ?? typeof(string);
        type = Nullable.GetUnderlyingType(type) ?? type;
        return new TableColumn(column.Name, PostgresTypeOf(type, mapping is null), type);
    })];

    public static string Names(IReadOnlyList<TableColumn> columns) => string.Join(", ", columns.Select(column => '"' + column.Name + '"'));

    private static string PostgresTypeOf(Type type, bool isDocument) => type switch
    {
        _ when isDocument => "jsonb",
        _ when type == typeof(Guid) => "uuid",
        _ when type == typeof(string) => "text",
        _ when type == typeof(byte[]) => "bytea",
        _ when type == typeof(bool) => "boolean",
        _ when type == typeof(int) => "integer",
        _ when type == typeof(long) => "bigint",
        _ when type == typeof(DateTime) => "timestamp with time zone",
        _ => throw new NotSupportedException($"Nobody has said how {type} is copied."),
    };
}

/// <summary>Reads the rows of a table, from either database.</summary>
internal static class TableRows
{
    public static async IAsyncEnumerable<object?[]> Of(DbConnection connection, string table, IReadOnlyList<TableColumn> columns, string where = "", long now = 0)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names come from the model alone.
        command.CommandText = "SELECT " + TableColumn.Names(columns) + " FROM \"" + table + "\"" + where;
#pragma warning restore CA2100
        if (where.Length > 0)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("$1", now);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object?[columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await reader.IsDBNullAsync(i) ? null : Read(reader, i, columns[i]);
            }

            yield return row;
        }
    }

    private static object Read(DbDataReader reader, int i, TableColumn column) => column.PostgresType switch
    {
        "uuid" => reader.GetGuid(i),
        "bytea" => reader.GetFieldValue<byte[]>(i),
        "boolean" => reader.GetBoolean(i),
        "integer" => reader.GetInt32(i),
        "bigint" => reader.GetInt64(i),
        "timestamp with time zone" => DateTime.SpecifyKind(reader.GetDateTime(i), DateTimeKind.Utc),
        _ => reader.GetString(i),
    };
}

/// <summary>Adds up the hashes of rows, so that two tables can be compared whatever order their rows come in.</summary>
internal sealed class RowSum
{
    private BigInteger sum;
    private long rows;

    public void Add(object?[] row)
    {
        rows++;
        using var text = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (var value in row)
        {
            // A length before each value, so that nothing can move from one column to the next unseen.
            var bytes = value is null ? [] : Bytes(value);
            BinaryPrimitives.WriteInt32BigEndian(length, value is null ? -1 : bytes.Length);
            text.Write(length);
            text.Write(bytes);
        }

        sum = (sum + new BigInteger(SHA256.HashData(text.ToArray()), isUnsigned: true)) % (BigInteger.One << 256);
    }

    public CopiedTable Of(string table) => new(table, rows, sum.ToString("x64", CultureInfo.InvariantCulture));

    private static byte[] Bytes(object value) => value switch
    {
        byte[] bytes => bytes,
        Guid id => id.ToByteArray(),
        DateTime time => Encoding.UTF8.GetBytes((time.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture)),
        string text when text.StartsWith('{') => Encoding.UTF8.GetBytes(InOrder(text)),
        _ => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    // PostgreSQL keeps documents in an order of its own.
    private static string InOrder(string text)
    {
        try
        {
            return Sorted(JsonNode.Parse(text))?.ToJsonString() ?? text;
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject document => new JsonObject(document.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        null => null,
        _ => node.DeepClone(),
    };
}
