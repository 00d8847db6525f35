using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;

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
internal sealed class EnterCode(LiveLinks live, LinkStore store, GuessLimits limits, FindOwnLink own, AppDirectory apps, TimeProvider time)
{
    public async Task<EnterAnswer> RunAsync(UserCode code, LinkedHow how, AccountCard account, string network, CancellationToken cancellation)
    {
        if (limits.Take(account.Id, network, account.IsEstablished, out var guess) is { } wait)
        {
            return new EnterAnswer.TooMany(wait);
        }

        EnterAnswer answer;
        try
        {
            answer = await LookUpAsync(code, how, account, guess.OnlyNear ? network : null, cancellation);
        }
        catch (Exception error) when (StoreTrouble.Is(error))
        {
            // Nobody knows whether it was right. Whoever breaks off on purpose is no such trouble, or guesses would be free.
            limits.GiveBack(guess);
            throw;
        }

        if (answer is EnterAnswer.NotWorking)
        {
            limits.Keep();
        }
        else
        {
            limits.GiveBack(guess);
        }

        return answer;
    }

    /// <summary>The time until this account may try again, or null when it may now.</summary>
    public TimeSpan? WaitOf(Guid account) => limits.WaitOf(account);

    /// <summary>Renews the claim of an account that still has its review open; no guess, because the code is its own.</summary>
    public async Task<bool> KeepAsync(UserCode code, LinkedHow how, Guid account, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await live.FindAsync(code, cancellation) is { State: LinkState.Claimed } entry && await ClaimAsync(entry.Id, entry, now, account, how);
    }

    private async Task<EnterAnswer> LookUpAsync(UserCode code, LinkedHow how, AccountCard account, string? onlyFrom, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var found = await live.FindAsync(code, cancellation);
        var entry = found.GetValueOrDefault();
        var isLive = found is not null && (onlyFrom is null || live.IsFrom(entry, onlyFrom));
        if (isLive && entry.State == LinkState.Pending && entry.ExpiresAt > now && await live.HasNewerAsync(entry, cancellation))
        {
            return new EnterAnswer.Replaced();
        }

        // Nobody's code is asked for, too, so that a code of somebody else takes no longer than one that does not exist.
        var mayScan = how != LinkedHow.Scanned || !isLive || apps.Find(entry.AppId) is not { AllowsCompleteLink: false };
        if (await ClaimAsync(isLive && mayScan && !account.IsDisabled ? entry.Id : Guid.Empty, entry, now, account.Id, how))
        {
            return new EnterAnswer.Claimed();
        }

        return await own.RunAsync(code, account.Id, cancellation) is { } link
            ? new EnterAnswer.Ended(link.DeviceId, link.State, link.HasExpired(now))
            : new EnterAnswer.NotWorking();
    }

    // A release may follow at once, and memory has to end with what the table ends with.
    private Task<bool> ClaimAsync(Guid id, LinkEntry entry, DateTimeOffset now, Guid account, LinkedHow how) =>
        store.ClaimAsync(id, now, account, now + LinkTimes.Lease, now + LinkTimes.Hold, how, () => live.Became(entry.Id, LinkState.Claimed, entry.HeldUntil(now)));
}
