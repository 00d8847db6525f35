using System.Globalization;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Codes;

/// <summary>Takes over what other nodes decided, so that a device that waits here hears at once.</summary>
internal sealed class LinkNews(LinkIndex index, IServiceScopeFactory scopes) : INews
{
    private const string Clock = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
    private const string Changed = """SELECT "Id", "State", "ExpiresAt" FROM "LinkRequests" WHERE "ChangedAt" > """;

    // The trigger that tells of a change also notes when it was. Ten seconds are longer than any of our commits takes.
    private const long Lately = 10_000_000;
    private const string ChangedLately = Changed + Clock + " - 10000000";
    private const string Now = "SELECT " + Clock + " AS \"Value\"";

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
        await TakeOverAsync(scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Database.SqlQueryRaw<ChangedLink>(ChangedLately), cancellation);
    }

    /// <summary>The time by the clock that notes changes.</summary>
    public static Task<long> NowAsync(LinkCodeDb db, CancellationToken cancellation) => db.Database.SqlQueryRaw<long>(Now).SingleAsync(cancellation);

    /// <summary>Takes over what has changed since a moment, and in the ten seconds before it.</summary>
    public Task CatchUpAsync(LinkCodeDb db, long since, CancellationToken cancellation) =>
        TakeOverAsync(db.Database.SqlQueryRaw<ChangedLink>(Changed + "{0}", since - Lately), cancellation);

    private async Task TakeOverAsync(IQueryable<ChangedLink> changed, CancellationToken cancellation)
    {
        await foreach (var link in changed.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            TakeOver(link.Id, link.State, link.ExpiresAt);
        }
    }

    private void TakeOver(Guid id, int state, long expiresAt) => index.Became(id, (LinkState)state, new DateTimeOffset(expiresAt, TimeSpan.Zero));

    private sealed record ChangedLink(Guid Id, int State, long ExpiresAt);
}
