using System.Collections.Concurrent;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>The sessions signed out within the longest life of a session, in memory, because every request of a signed-in person asks.</summary>
internal sealed class EndedSessions(IServiceScopeFactory scopes, TimeProvider time) : IHostedService
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> ended = new(StringComparer.Ordinal);

    public bool Contains(string? session) => session is not null && ended.ContainsKey(session);

    /// <summary>Stored when the caller saves its own changes; refused from now on.</summary>
    public void Add(LinkCodeDb db, string session)
    {
        var now = time.GetUtcNow();
        if (ended.TryAdd(session, now))
        {
            db.Add(new EndedSession { Id = session, EndedAt = now });
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var table = scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<EndedSession>();
        var since = time.GetUtcNow() - Sessions.LongestLife;
        await table.Where(session => session.EndedAt <= since).ExecuteDeleteAsync(cancellationToken);
        await foreach (var session in table.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            ended[session.Id] = session.EndedAt;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
