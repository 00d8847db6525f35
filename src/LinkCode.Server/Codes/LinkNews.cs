using System.Globalization;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Codes;

/// <summary>Takes over what other nodes decided, so that a device that waits here hears at once.</summary>
internal sealed class LinkNews(LinkIndex index, IServiceScopeFactory scopes) : INews
{
    // The trigger that tells of a change also notes when it was. Ten seconds are longer than any of our commits takes.
    private const string Changed =
        """
        SELECT "Id", "State", "ExpiresAt" FROM "LinkRequests"
        WHERE "ChangedAt" > (extract(epoch FROM clock_timestamp()) * 1000000)::bigint - 10000000
        """;

    public string Word => "link";

    public ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        TakeOver(Guid.Parse(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }

    public void Lost() => index.Clear();

    public async Task CatchUpAsync(bool wasLost, CancellationToken cancellation)
    {
        if (wasLost)
        {
            // What was read in the meantime may have changed unheard.
            index.Clear();
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var changed = scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Database.SqlQueryRaw<ChangedLink>(Changed).AsAsyncEnumerable();
        await foreach (var link in changed.WithCancellation(cancellation))
        {
            TakeOver(link.Id, link.State, link.ExpiresAt);
        }
    }

    private void TakeOver(Guid id, int state, long expiresAt)
    {
        if (index.TryFind(id, out var entry))
        {
            entry.Became((LinkState)state, new DateTimeOffset(expiresAt, TimeSpan.Zero));
        }
    }

    private sealed record ChangedLink(Guid Id, int State, long ExpiresAt);
}
