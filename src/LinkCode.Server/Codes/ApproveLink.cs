using LinkCode.Server.Accounts;

namespace LinkCode.Server.Codes;

/// <summary>The owner's yes. Only the claimer's, only once, and not before the review can have been read.</summary>
internal sealed class ApproveLink(LinkStore store, FindOwnLink find, ReadAccount accounts, LinkLetter letter, TimeProvider time)
{
    /// <param name="proven">How the owner is known to be the owner; the device's tokens tell it.</param>
    /// <param name="network">Where the owner says it.</param>
    public async Task<DecideAnswer> RunAsync(UserCode code, Guid account, Proven? proven, string network, CancellationToken cancellation)
    {
        if (await find.RunAsync(code, account, cancellation) is not { } link || await accounts.RunAsync(account, cancellation) is not { IsDisabled: false } owner)
        {
            return new DecideAnswer.NotYours();
        }

        var now = time.GetUtcNow();
        var until = now + LinkTimes.Fetch;
        if (await store.ApproveAsync(link.Id, now, account, now - LinkTimes.ShortestReview, until, letter.Prepare(owner, link, now, network), proven))
        {
            letter.Send();
            return new DecideAnswer.Done(link);
        }

        var after = await find.RunAsync(code, account, cancellation);
        return after switch
        {
            null => new DecideAnswer.NotYours(),
            { State: LinkState.Claimed } when after.ExpiresAt > now => new DecideAnswer.TooFast(),
            _ => new DecideAnswer.Ended(after.DeviceId, after.State, after.HasExpired(now)),
        };
    }
}
