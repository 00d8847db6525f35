using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Data;

/// <summary>
/// A query that is asked with every link. EF translates it once for each of the two databases; to find the translation of a
/// question again takes longer than the database takes to answer it.
/// </summary>
internal sealed class KnownQuery<TFirst, TResult>(Expression<Func<LinkCodeDb, TFirst, CancellationToken, TResult>> query)
{
    private readonly Func<LinkCodeDb, TFirst, CancellationToken, Task<TResult>> sqlite = EF.CompileAsyncQuery(query);
    private readonly Func<LinkCodeDb, TFirst, CancellationToken, Task<TResult>> postgres = EF.CompileAsyncQuery(query);

    public Task<TResult> RunAsync(LinkCodeDb db, TFirst first, CancellationToken cancellation) =>
        (db is PostgresLinkCodeDb ? postgres : sqlite)(db, first, cancellation);
}

/// <inheritdoc cref="KnownQuery{TFirst,TResult}"/>
internal sealed class KnownQuery<TFirst, TSecond, TResult>(Expression<Func<LinkCodeDb, TFirst, TSecond, CancellationToken, TResult>> query)
{
    private readonly Func<LinkCodeDb, TFirst, TSecond, CancellationToken, Task<TResult>> sqlite = EF.CompileAsyncQuery(query);
    private readonly Func<LinkCodeDb, TFirst, TSecond, CancellationToken, Task<TResult>> postgres = EF.CompileAsyncQuery(query);

    public Task<TResult> RunAsync(LinkCodeDb db, TFirst first, TSecond second, CancellationToken cancellation) =>
        (db is PostgresLinkCodeDb ? postgres : sqlite)(db, first, second, cancellation);
}
