using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Codes;

/// <summary>
/// How many codes are live, on all nodes together: this node's memory knows only those that it has met, so where several
/// nodes share a database the table is counted, too, every fifteen seconds.
/// </summary>
internal sealed class LiveCounts(LinkIndex index, IServiceScopeFactory scopes, TimeProvider time) : INews
{
    private static readonly TimeSpan BetweenCounts = TimeSpan.FromSeconds(15);
    private volatile Dictionary<Guid, int> counted = [];
    private DateTimeOffset countedAt;
    private int all;

    /// <summary>Nobody tells of counts; only the catching up is wanted.</summary>
    public string Word => "";

    public int All => Math.Max(index.Count, Volatile.Read(ref all));

    public int Of(Guid appId) => Math.Max(index.CountOf(appId), counted.GetValueOrDefault(appId));

    public ValueTask HeardAsync(string[] words, CancellationToken cancellation) => ValueTask.CompletedTask;

    public async Task CatchUpAsync(bool wasLost, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!wasLost && countedAt + BetweenCounts > now)
        {
            return;
        }

        countedAt = now;
        await using var scope = scopes.CreateAsyncScope();
        counted = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>()
            .Where(link => link.ExpiresAt > now && link.State <= LinkState.Claimed)
            .GroupBy(link => link.AppId).Select(app => new { app.Key, Count = app.Count() })
            .ToDictionaryAsync(app => app.Key, app => app.Count, cancellation);
        Volatile.Write(ref all, counted.Values.Sum());
    }
}
