using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>An advisory lock of PostgreSQL: of all nodes one at a time does a thing. It ends with its connection, so a dead node holds nothing.</summary>
internal sealed class PostgresTurn : IAsyncDisposable
{
    private const int AsLongAsItTakes = 0;

    // Whether a turn is free is said at once; a database that does not say so is gone.
    private const int LongestAnswerSeconds = 30;
    private readonly NpgsqlConnection connection;
    private readonly long number;

    private PostgresTurn(NpgsqlConnection connection, long number) => (this.connection, this.number) = (connection, number);

    /// <summary>Waits for the turn.</summary>
    public static async Task<PostgresTurn> TakeAsync(NpgsqlDataSource source, string name, CancellationToken cancellation = default) =>
        await TakeAsync(source, name, "SELECT pg_advisory_lock($1) IS NOT NULL", AsLongAsItTakes, cancellation) ?? throw new InvalidOperationException("A lock that was waited for was not given.");

    /// <summary>Takes the turn, or returns null when another node has it.</summary>
    public static Task<PostgresTurn?> TryTakeAsync(NpgsqlDataSource source, string name, CancellationToken cancellation = default) =>
        TakeAsync(source, name, "SELECT pg_try_advisory_lock($1)", LongestAnswerSeconds, cancellation);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = number } } };
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task<PostgresTurn?> TakeAsync(NpgsqlDataSource source, string name, string sql, int longestSeconds, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            var number = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("linkcode " + name)));
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = longestSeconds, Parameters = { new() { Value = number } } };
            if (await command.ExecuteScalarAsync(cancellation) is true)
            {
                return new PostgresTurn(connection, number);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }
}
