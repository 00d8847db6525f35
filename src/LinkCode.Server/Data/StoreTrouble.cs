using System.Data.Common;
using System.Net.Sockets;
using LinkCode.Server.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>The database cannot write or be read now: its disk is full, read-only or broken, somebody else holds its lock, or nothing leads to it. That passes, and is nobody's mistake.</summary>
internal static class StoreTrouble
{
    /// <summary>What <c>Retry-After</c> says then.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // SQLite's numbers for busy, locked, read-only, input or output, full, and cannot open.
    private static readonly int[] Passing = [5, 6, 8, 10, 13, 14];

    /// <summary>
    /// Whether a row was refused because another one has what only one may have, written at the same moment. EF has gone back to
    /// before it, so the transaction is still good. SQLite writes one after the other, so whoever looked first never hears it there.
    /// </summary>
    public static bool IsTaken(DbUpdateException error) => error.InnerException is DbException inner && IsTaken(inner);

    /// <summary>The same of a statement that EF had no part in; its transaction is lost.</summary>
    public static bool IsTaken(DbException error) => error.SqlState == PostgresErrorCodes.UniqueViolation;

    /// <summary>Whether an error means that nothing can be stored or read at the moment.</summary>
    public static bool Is(Exception error) => error switch
    {
        SqliteException sqlite => Passing.Contains(sqlite.SqliteErrorCode),
        DbException other => other.IsTransient,
        DbUpdateException { InnerException: { } inner } => Is(inner),
        _ => IsOfTheConnection(error),
    };

    /// <summary>Whether an error is about the way to PostgreSQL and not about what was asked there; another connection may do better.</summary>
    public static bool IsOfTheConnection(Exception error) =>
        // Npgsql wraps most of what the network says, and not in every version all of it.
        error is SocketException or TimeoutException or (NpgsqlException and not PostgresException);

    /// <summary>Turns such an error into an empty 503, which the error pages fill.</summary>
    public static void UseStoreTrouble(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (Is(error) && !context.Response.HasStarted)
        {
            Say(context);
        }
    });

    /// <summary>Answers 503, and when to come again.</summary>
    public static void Say(HttpContext context)
    {
        // A connection opened while the disk was read-only would stay so, and the pool would hand it out again and again.
        SqliteConnection.ClearAllPools();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.RetryAfter(RetryAfter);
        context.Response.Headers.CacheControl = "no-store";
    }
}
