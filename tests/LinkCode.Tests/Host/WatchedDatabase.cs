using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LinkCode.Tests.Host;

/// <summary>
/// The real database with somebody on the way to it. EF has a way of its own, with interceptors; and what asks for the kind of database,
/// as the listener on PostgreSQL does, does not run beside this.
/// </summary>
internal sealed class WatchedDatabase(IDatabase inner, Action<string> asked, Func<IWriter, IWriter> writer) : IDatabase
{
    /// <param name="services">The server's.</param>
    /// <param name="asked">Hears every known question before it is asked.</param>
    /// <param name="writer">Stands before the one writer.</param>
    public static void Watch(IServiceCollection services, Action<string> asked, Func<IWriter, IWriter>? writer = null)
    {
        var real = services.Last(service => service.ServiceType == typeof(IDatabase)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IDatabase>(provider => new WatchedDatabase((IDatabase)real(provider), asked, writer ?? (one => one))));
    }

    public bool IsShared => inner.IsShared;

    public Statement Touch => inner.Touch;

    public void Configure(DbContextOptionsBuilder options) => inner.Configure(options);

    public IWriter OpenWriter() => writer(inner.OpenWriter());

    public Task<TRow?> FindAsync<TRow>(KnownQuery<TRow> query, CancellationToken cancellation, params object[] values)
        where TRow : class
    {
        asked(query.Sql);
        return inner.FindAsync(query, cancellation, values);
    }

    public Task MigrateAsync(LinkCodeDb db) => inner.MigrateAsync(db);

    public Task<IAsyncDisposable> TakeTurnAsync(string name, CancellationToken cancellation) => inner.TakeTurnAsync(name, cancellation);

    public Task<IAsyncDisposable?> TryTakeTurnAsync(string name, CancellationToken cancellation) => inner.TryTakeTurnAsync(name, cancellation);
}
