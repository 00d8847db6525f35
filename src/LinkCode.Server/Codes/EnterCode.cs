using LinkCode.Server.Accounts;

namespace LinkCode.Server.Codes;

/// <summary>Answers to <see cref="EnterCode"/>.</summary>
internal abstract record EnterAnswer
{
    private EnterAnswer()
    {
    }

    /// <summary>The code is this account's now; show the review.</summary>
    public sealed record Claimed : EnterAnswer;

    /// <summary>"That code did not work": the same for unknown, foreign, expired, denied and used codes.</summary>
    public sealed record NotWorking : EnterAnswer;

    /// <summary>This account had this code before; its owner may know how it ended.</summary>
    public sealed record Ended(Guid DeviceId, LinkState State, bool HasExpired) : EnterAnswer;

    /// <summary>A live code, but its device has asked for another one since and shows that one now.</summary>
    public sealed record Replaced : EnterAnswer;

    /// <summary>Too many wrong codes; nothing was looked up.</summary>
    public sealed record TooMany(TimeSpan Wait) : EnterAnswer;
}

/// <summary>A signed-in person's code: claims the request behind it, or counts a wrong guess.</summary>
internal sealed class EnterCode(LinkIndex index, LinkStore store, CodeKeys keys, GuessLimits limits, FindOwnLink own, TimeProvider time, ILogger<EnterCode> log)
{
    public async Task<EnterAnswer> RunAsync(UserCode code, LinkedHow how, AccountCard account, string network, CancellationToken cancellation)
    {
        if (limits.Take(account.Id, network, account.IsEstablished, out var guess) is { } wait)
        {
            return new EnterAnswer.TooMany(wait);
        }

        var answer = await LookUpAsync(code, how, account, guess.OnlyNear ? network : null, cancellation);
        if (answer is not EnterAnswer.NotWorking)
        {
            limits.GiveBack(guess);
        }

        return answer;
    }

    /// <summary>Renews the claim of an account that still has its review open; no guess, because the code is its own.</summary>
    public async Task<bool> KeepAsync(UserCode code, LinkedHow how, Guid account)
    {
        var now = time.GetUtcNow();
        if (!index.TryFindByUserCode(keys.Hash(code.Value), out var entry)
            || entry.State != LinkState.Claimed
            || !await store.ClaimAsync(entry.Id, now, account, now + LinkTimes.Lease, now + LinkTimes.Hold, how))
        {
            return false;
        }

        entry.Became(LinkState.Claimed, Later(entry, now));
        return true;
    }

    /// <summary>Keeps a code alive for somebody who is on the way to sign in; silent, whether there is such a code or not.</summary>
    public void Hold(UserCode code)
    {
        var now = time.GetUtcNow();
        if (index.TryFindByUserCode(keys.Hash(code.Value), out var entry))
        {
            // Not awaited: a stranger must not learn from the time it takes that the code is live.
            _ = HoldAsync(entry, now);
        }
    }

    private async Task<EnterAnswer> LookUpAsync(UserCode code, LinkedHow how, AccountCard account, string? onlyFrom, CancellationToken cancellation)
    {
        var hash = keys.Hash(code.Value);
        var now = time.GetUtcNow();
        var isLive = index.TryFindByUserCode(hash, out var entry) && (onlyFrom is null || entry.Network == onlyFrom);
        if (isLive && entry!.State == LinkState.Pending && entry.ExpiresAt > now && index.HasNewer(entry, now))
        {
            return new EnterAnswer.Replaced();
        }

        if (isLive
            && await store.ClaimAsync(entry!.Id, now, account.Id, now + LinkTimes.Lease, now + LinkTimes.Hold, how))
        {
            entry.Became(LinkState.Claimed, Later(entry, now));
            return new EnterAnswer.Claimed();
        }

        return await own.RunAsync(code, account.Id, cancellation) is { } link
            ? new EnterAnswer.Ended(link.DeviceId, link.State, link.HasExpired(now))
            : new EnterAnswer.NotWorking();
    }

    private async Task HoldAsync(LinkEntry entry, DateTimeOffset now)
    {
        try
        {
            if (await store.HoldAsync(entry.Id, now, now + LinkTimes.Hold))
            {
                entry.Extend(Later(entry, now));
            }
        }
        catch (System.Data.Common.DbException error)
        {
            log.HoldFailed(error);
        }
    }

    private static DateTimeOffset Later(LinkEntry entry, DateTimeOffset now)
    {
        var held = now + LinkTimes.Hold < entry.HardStopAt ? now + LinkTimes.Hold : entry.HardStopAt;
        return held > entry.ExpiresAt ? held : entry.ExpiresAt;
    }
}
