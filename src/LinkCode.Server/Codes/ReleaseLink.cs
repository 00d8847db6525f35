namespace LinkCode.Server.Codes;

/// <summary>Gives a claimed code back: "use another account", or leaving the review.</summary>
internal sealed class ReleaseLink(LinkStore store, FindOwnLink find, TimeProvider time)
{
    public async Task RunAsync(UserCode code, Guid account, CancellationToken cancellation)
    {
        if (await find.RunAsync(code, account, cancellation) is { } link)
        {
            await store.ReleaseAsync(link.Id, time.GetUtcNow(), account);
        }
    }
}
