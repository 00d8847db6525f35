using System.Collections.Concurrent;
using System.Globalization;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>The sessions signed out within the longest life of a session, in memory, because every request of a signed-in person asks.</summary>
internal sealed class EndedSessions(IServiceScopeFactory scopes, TimeProvider time) : IHostedService, INews
{
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

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

    /// <summary>Forgets those that ended until a moment; their cookies have run out by themselves.</summary>
    public void Forget(DateTimeOffset until)
    {
        foreach (var (session, endedAt) in ended)
        {
            if (endedAt <= until)
            {
                ended.TryRemove(new(session, endedAt));
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => ReadAsync(Sessions.LongestLife, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public string Word => "session";

    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        ended[words[0]] = new DateTimeOffset(long.Parse(words[1], CultureInfo.InvariantCulture), TimeSpan.Zero);
        return ValueTask.CompletedTask;
    }

    public Task CatchUpAsync(bool wasLost, CancellationToken cancellation) => ReadAsync(wasLost ? Sessions.LongestLife : Overlap, cancellation);

    private async Task ReadAsync(TimeSpan past, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var since = time.GetUtcNow() - past;
        var rows = scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<EndedSession>().AsNoTracking().Where(session => session.EndedAt > since);
        await foreach (var session in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            ended[session.Id] = session.EndedAt;
        }
    }
}
