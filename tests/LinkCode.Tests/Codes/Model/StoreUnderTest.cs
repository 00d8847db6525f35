using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.Codes.Model;

/// <summary>The real store on a real database file, whose statements can be changed on their way. What it stores need not survive a power cut, so nothing is synced.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly TestServer server;
    private readonly AsyncServiceScope scope;
    private readonly LinkCodeDb db;

    private StoreUnderTest(TestServer server, Changes changes)
    {
        (this.server, scope, Changes) = (server, server.Services.CreateAsyncScope(), changes);
        db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
    }

    public LinkStore Store => server.Services.GetRequiredService<LinkStore>();

    /// <summary>What the statements become before the database sees them.</summary>
    public Changes Changes { get; }

    public static async Task<StoreUnderTest> OpenAsync()
    {
        var changes = new Changes();
        var folder = Directory.CreateTempSubdirectory("linkcode-model-").FullName;
        var clock = new FrozenClock(Story.Beginning);
        return new StoreUnderTest(await TestServer.StartAsync(folder: folder, adjust: services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            services.Replace(ServiceDescriptor.Singleton(provider => new WriteQueue(
                () => new SqliteWriter(Statements.Open(folder, changes)), provider.GetRequiredService<WriteMeter>(), provider.GetRequiredService<ILogger<WriteQueue>>())));
        }), changes);
    }

    public Task ClearAsync() => db.Set<LinkRequest>().ExecuteDeleteAsync();

    /// <summary>All rows there are.</summary>
    public Task<List<LinkRequest>> RowsAsync() => db.Set<LinkRequest>().AsNoTracking().ToListAsync();

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await server.DisposeAsync();
    }
}
