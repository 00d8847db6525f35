namespace LinkCode.Server.Codes;

/// <summary>The owner's no: the code is dead and the device is told so.</summary>
internal sealed class DenyLink(LinkStore store, FindOwnLink find, TimeProvider time)
{
    public async Task<DecideAnswer> RunAsync(UserCode code, Guid account, CancellationToken cancellation)
    {
        if (await find.RunAsync(code, account, cancellation) is not { } link)
        {
            return new DecideAnswer.NotYours();
        }

        var now = time.GetUtcNow();
        if (await store.DenyAsync(link.Id, now, account))
        {
            return new DecideAnswer.Done(link);
        }

        return await find.RunAsync(code, account, cancellation) is { } after
            ? new DecideAnswer.Ended(after.DeviceId, after.State, after.HasExpired(now))
            : new DecideAnswer.NotYours();
    }
}
