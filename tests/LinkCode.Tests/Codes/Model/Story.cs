using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes.Model;

/// <summary>Runs the steps of a story in the model and in the real store, and compares every answer and every row.</summary>
internal sealed class Story(StoreUnderTest real, ISet<string>? seen = null)
{
    public static readonly DateTimeOffset Beginning = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private readonly Guid[] accounts = [Guid.NewGuid(), Guid.NewGuid()];
    private readonly Guid[] apps = [Guid.NewGuid(), Guid.NewGuid()];
    private readonly byte[][] codes = [Guid.NewGuid().ToByteArray(), Guid.NewGuid().ToByteArray()];
    private readonly LinkModel?[] links = new LinkModel?[2];
    private DateTimeOffset now = Beginning;

    /// <summary>Tells the story. Null when both agreed to the end, otherwise where they did not.</summary>
    public async Task<string?> TellAsync(IReadOnlyList<Step> steps)
    {
        await real.ClearAsync();
        foreach (var step in steps)
        {
            seen?.Add($"{step.Deed} · {Situation.Of(links[step.Link], accounts[step.Who], now)}");
            var (expected, actual) = step.Deed == Deed.Wait ? Wait(step) : await DoAsync(step, links[step.Link], accounts[step.Who], apps[step.Link], apps[1 - step.Link]);
            if (expected != actual)
            {
                return $"{step}: the model says {expected}, the store {actual}";
            }

            var rows = await real.RowsAsync();
            if (rows.Count != links.Count(link => link is not null))
            {
                return $"{step}: there are {rows.Count} rows";
            }

            foreach (var link in links.OfType<LinkModel>())
            {
                if (LinkModel.Describe(rows.Find(row => row.Id == link.Id)) is var row && row != link.ToString())
                {
                    return $"{step}: the model has {link}, the row {row}";
                }
            }
        }

        return null;
    }

    private (int Expected, int Actual) Wait(Step step)
    {
        now = step.End(links[step.Link], now);
        return (0, 0);
    }

    // A request that does not exist is asked for by a random id, as by a device code whose row is gone.
    private async Task<(int Expected, int Actual)> DoAsync(Step step, LinkModel? link, Guid who, Guid app, Guid otherApp)
    {
        var (store, id) = (real.Store, link?.Id ?? Guid.NewGuid());
        return step.Deed switch
        {
            Deed.Start => await StartAsync(step.Link, codes[step.Link]),
            Deed.StartWithTheSameCode => await StartAsync(step.Link, codes[1 - step.Link]),
            Deed.Hold => Both(link?.Hold(now), await store.HoldAsync(id, now, now + LinkTimes.Hold)),
            Deed.Claim => Both(link?.Claim(now, who, How(step)), await store.ClaimAsync(id, now, who, now + LinkTimes.Lease, now + LinkTimes.Hold, How(step))),
            Deed.Release => Both(link?.Release(now, who), await store.ReleaseAsync(id, now, who)),
            Deed.Approve => await ApproveAsync(link, id, who),
            Deed.Deny => Both(link?.Deny(now, who), await store.DenyAsync(id, now, who)),
            Deed.Withdraw => Both(link?.Withdraw(now, who), await store.WithdrawAsync(id, now, who)),
            Deed.Cancel => Both(link?.Cancel(now, app), await store.CancelAsync(id, now, app)),
            Deed.CancelAsAnotherApp => Both(link?.Cancel(now, otherApp), await store.CancelAsync(id, now, otherApp)),
            Deed.Expire => Both(link?.Expire(now), await store.ExpireAsync(id, now)),
            Deed.Redeem => await RedeemAsync(link, id, app, who),
            Deed.RedeemAsAnotherApp => await RedeemAsync(link, id, otherApp, who),
            Deed.Forget => await ForgetAsync(),
            _ => throw new InvalidOperationException("A deed is not handled."),
        };
    }

    // A code belongs to one open request. On SQLite memory alone sees to that, which the story of the whole engine tells (decision 0017).
    private async Task<(int Expected, int Actual)> StartAsync(int place, byte[] code)
    {
        var link = new LinkModel(Guid.NewGuid(), apps[place], now, Lifetime);
        var taken = links[place] ?? (code == codes[1 - place] ? links[1 - place] : null);
        var isTaken = taken is not null;
        if (isTaken && !(TestDatabase.IsPostgres && taken!.State <= LinkState.Claimed))
        {
            return (0, 0);
        }

        var isStored = await real.Store.InsertAsync(new LinkRequest
        {
            Id = link.Id,
            DeviceId = Guid.NewGuid(),
            AppId = link.AppId,
            UserCodeHash = links[place] is null ? code : codes[place],
            CreatedAt = now,
            ExpiresAt = link.ExpiresAt,
            HardStopAt = link.HardStopAt,
            ConfirmNumber = 42,
        });
        if (!isTaken)
        {
            (links[place], codes[place]) = (link, code);
        }

        return Both(!isTaken, isStored);
    }

    // What tells of a yes is written if, and only if, the yes is.
    private async Task<(int Expected, int Actual)> ApproveAsync(LinkModel? link, Guid id, Guid who)
    {
        var told = 0;
        var isApproved = await real.Store.ApproveAsync(id, now, who, now - LinkTimes.ShortestReview, now + LinkTimes.Fetch, _ => told++);
        return told == (isApproved ? 1 : 0) ? Both(link?.Approve(now, who), isApproved) : (0, -1);
    }

    private async Task<(int Expected, int Actual)> RedeemAsync(LinkModel? link, Guid id, Guid app, Guid who)
    {
        var written = 0;
        var isRedeemed = await real.Store.RedeemAsync(new LinkRequest { Id = id, AppId = app, OwnerId = who }, now, _ => written++);
        return written == (isRedeemed ? 1 : 0) ? Both(link?.Redeem(now, app, who), isRedeemed) : (0, -1);
    }

    private async Task<(int Expected, int Actual)> ForgetAsync()
    {
        var forgotten = links.Count(link => link?.IsForgotten(now) == true);
        for (var i = 0; i < links.Length; i++)
        {
            if (links[i]?.IsForgotten(now) == true)
            {
                (links[i], codes[i]) = (null, Guid.NewGuid().ToByteArray());
            }
        }

        // One at a time, as many times as there are some.
        var deleted = 0;
        while (await real.Store.DeleteEndedAsync(now - LinkTimes.Memory, atMost: 1) is > 0 and var count)
        {
            deleted += count;
        }

        return (forgotten, deleted);
    }

    private static LinkedHow How(Step step) => step.TicksOff < 0 ? LinkedHow.Scanned : LinkedHow.Typed;

    private static (int Expected, int Actual) Both(bool? expected, bool actual) => (expected == true ? 1 : 0, actual ? 1 : 0);
}
