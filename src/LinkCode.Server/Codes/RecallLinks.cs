using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>Brings live requests back into memory at start, before the first question is answered.</summary>
internal sealed class RecallLinks(LinkIndex index, LinkNews news, IDatabase database, IServiceScopeFactory scopes, CodeKeys keys, IOptions<CodesOptions> options, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<LinkCodeDb>(), time.GetUtcNow());
        var began = database.IsShared ? await LinkNews.NowAsync(db, cancellationToken) : 0;

        // Only what memory keeps is read: a million whole rows would take half a minute.
        var live = db.Set<LinkRequest>().AsNoTracking()
            .Where(link => link.ExpiresAt > now && link.State <= LinkState.Approved)
            .Select(link => new
            {
                link.Id,
                link.AppId,
                link.Network,
                link.UserCodeHash,
                link.HardStopAt,
                link.ExpiresAt,
                link.State,
                link.ConfirmNumber,
                link.Challenge,
                link.Facts.InstallationId,
            })
            .AsAsyncEnumerable();
        await foreach (var link in live.WithCancellation(cancellationToken))
        {
            index.TryAdd(new LinkEntry
            {
                Id = link.Id,
                AppId = link.AppId,
                UserCodeHash = LinkStore.Hash(link.UserCodeHash),
                Network = keys.Short(link.Network),
                Installation = keys.Installation(link.AppId, link.Network, link.InstallationId),
                HardStopAt = link.HardStopAt,
                ExpiresAt = link.ExpiresAt,
                Challenge = Challenge.From(link.Challenge),
                ConfirmNumber = (byte)link.ConfirmNumber,
                State = link.State,
                IntervalSeconds = (byte)options.Value.IntervalSeconds,
            });
        }

        if (database.IsShared)
        {
            // What another node decided while a million rows were read was heard before memory knew of it.
            await news.CatchUpAsync(db, began, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
