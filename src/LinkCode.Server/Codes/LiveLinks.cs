using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>
/// Finds live requests: in this node's memory and, where several nodes share a database, also those that another node
/// stored. Such a one is read once and kept from then on.
/// </summary>
internal sealed class LiveLinks(LinkIndex index, IDatabase database, IServiceScopeFactory scopes, CodeKeys keys, IOptions<CodesOptions> options, TimeProvider time)
{
    private static readonly KnownQuery<LinkRequest> ById = new(LinkRow.Select + " WHERE \"Id\" = $1", LinkRow.Read);

    /// <summary>The live request with this user code, or null.</summary>
    public async Task<LinkEntry?> FindAsync(UserCode code, CancellationToken cancellation)
    {
        if (database.IsShared)
        {
            // Read whether memory knows it or not, so that the time this takes tells nothing.
            var (hash, now) = (LinkStore.Bytes(keys.Hash(code.Value)), time.GetUtcNow());
            await KeepAsync(links => links.SingleOrDefaultAsync(link => link.UserCodeHash == hash && link.ExpiresAt > now && link.State <= LinkState.Claimed, cancellation), cancellation);
        }

        return index.TryFind(code, out var entry) ? entry : (LinkEntry?)null;
    }

    /// <summary>Whether the device asked from a network.</summary>
    public bool IsFrom(in LinkEntry entry, string network) => index.IsFrom(entry, network);

    /// <summary>Takes over what was committed.</summary>
    public void Became(Guid id, LinkState state, DateTimeOffset until) => index.Became(id, state, until);

    /// <summary>Whether the device that shows this code has asked for another one since, which it shows now.</summary>
    public async Task<bool> HasNewerAsync(LinkEntry entry, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!database.IsShared || entry.Installation == 0)
        {
            return index.HasNewer(entry, now);
        }

        await using var scope = scopes.CreateAsyncScope();
        var links = scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>();
        var id = entry.Id;
        return await links.Where(link => link.Id == id && link.Facts.InstallationId != "").AnyAsync(
            link => links.Any(newer => newer.AppId == link.AppId && newer.Facts.InstallationId == link.Facts.InstallationId && newer.Network == link.Network
                && newer.CreatedAt > link.CreatedAt && newer.State <= LinkState.Claimed && newer.ExpiresAt > now),
            cancellation);
    }

    /// <summary>How a request stands in the table.</summary>
    public Task<LinkRequest?> ReadAsync(Guid id, CancellationToken cancellation) => database.FindAsync(ById, cancellation, id);

    /// <summary>Keeps a request that was found open in the table, so that the next poll of it needs no database.</summary>
    public Task KeepAsync(LinkRequest link, CancellationToken cancellation) => KeepAsync(_ => Task.FromResult<LinkRequest?>(link), cancellation);

    private async Task KeepAsync(Func<IQueryable<LinkRequest>, Task<LinkRequest?>> find, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var links = scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>().AsNoTracking();
        if (await find(links) is not { } link || index.TryFind(link.Id, out _) || !index.TryAdd(LinkEntry.Of(link, keys, options.Value.IntervalSeconds)))
        {
            return;
        }

        // What changed it while it was read may have been heard before memory knew it.
        var id = link.Id;
        if (await links.SingleOrDefaultAsync(row => row.Id == id, cancellation) is { } now)
        {
            index.Became(id, now.State, now.ExpiresAt);
        }
    }
}
