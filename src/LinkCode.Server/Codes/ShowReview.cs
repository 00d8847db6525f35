using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;

namespace LinkCode.Server.Codes;

/// <summary>What a person sees before saying yes or no.</summary>
internal sealed record Review(UserCode Code, AppCard App, DeviceFacts Facts, DateTimeOffset AskedAt, DateTimeOffset Now, Nearness Nearness, AccountCard Account, IReadOnlyList<string> Scopes);

/// <summary>Answers to <see cref="ShowReview"/>.</summary>
internal abstract record ReviewAnswer
{
    private ReviewAnswer()
    {
    }

    /// <summary>The code is this account's to decide.</summary>
    public sealed record Open(Review Review) : ReviewAnswer;

    /// <summary>This account's, and over.</summary>
    public sealed record Ended(Guid DeviceId, LinkState State) : ReviewAnswer;

    /// <summary>Not this account's; it has to be entered first.</summary>
    public sealed record NotYours : ReviewAnswer;
}

/// <summary>Gathers the review of a claimed code. Changes nothing.</summary>
internal sealed class ShowReview(FindOwnLink find, AppDirectory apps, ReadAccount accounts, TimeProvider time)
{
    public async Task<ReviewAnswer> RunAsync(UserCode code, Guid account, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await find.RunAsync(code, account, cancellation) is not { } link || await accounts.RunAsync(account, cancellation) is not { } owner)
        {
            return new ReviewAnswer.NotYours();
        }

        // An app that was removed in the meantime has no one to link for.
        if (link.State != LinkState.Claimed || link.ExpiresAt <= now || apps.Find(link.AppId) is not { } app)
        {
            return new ReviewAnswer.Ended(link.DeviceId, link.State);
        }

        return new ReviewAnswer.Open(new Review(
            code, app, link.Facts, link.CreatedAt, now, NearOrFar.Compare(link.Network, network), owner, [.. Scopes.ToTell(link.Scopes)]));
    }
}
