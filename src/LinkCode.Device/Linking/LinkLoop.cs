namespace LinkCode.Device;

/// <summary>Waits for the next event, from the first code to the end, with new codes for old ones on the way.</summary>
internal sealed class LinkLoop(LinkClientOptions options, Starter starter, Poller poller, Vault vault, Clock clock, Goodbyes goodbyes)
{
    private static readonly TimeSpan StartInterval = TimeSpan.FromSeconds(1);
    private readonly TimeSpan begun = clock.Elapsed;
    private PendingLink? link;
    private TimeSpan startDue;
    private int startTroubles;
    private int renewals;

    public void Resume(PendingLink resumed) => link = resumed;

    /// <summary>The first event: the resumed code is shown again, too.</summary>
    public async Task<LinkEvent> FirstAsync(CancellationToken cancellation)
    {
        link ??= options.RememberPendingLink ? await vault.PendingAsync(cancellation).ConfigureAwait(false) : null;
        return link is null ? await BeginAsync(cancellation).ConfigureAwait(false) : new LinkEvent.CodeReady(link.Prompt, link);
    }

    public async Task<LinkEvent> NextAsync(CancellationToken cancellation)
    {
        if (link is null)
        {
            return await BeginAsync(cancellation).ConfigureAwait(false);
        }

        await SleepAsync(link.NextPollIn, cancellation).ConfigureAwait(false);
        var happened = await poller.PollAsync(link, mayWait: true, cancellation).ConfigureAwait(false);
        if (happened.IsLast)
        {
            await vault.KeepPendingAsync(null).ConfigureAwait(false);
        }

        if (happened is LinkEvent.Expired && renewals < options.Renewals)
        {
            renewals++;
            link = null;
            return await BeginAsync(cancellation).ConfigureAwait(false);
        }

        return happened;
    }

    /// <summary>Tells the server that nobody waits any more. Best effort, in the background.</summary>
    public void Abandon()
    {
        if (link is { End: null } waiting)
        {
            goodbyes.Say(waiting);
        }
    }

    private async Task<LinkEvent> BeginAsync(CancellationToken cancellation)
    {
        await SleepAsync(startDue - clock.Elapsed, cancellation).ConfigureAwait(false);
        switch (await StartAsync(cancellation).ConfigureAwait(false))
        {
            case Started.Ready { Link: var fresh }:
                link = fresh;
                startTroubles = 0;
                await vault.KeepPendingAsync(fresh).ConfigureAwait(false);
                return renewals == 0 ? new LinkEvent.CodeReady(fresh.Prompt, fresh) : new LinkEvent.CodeRenewed(fresh.Prompt, fresh, renewals);
            case Started.Trouble trouble when renewals > 0 || clock.Elapsed - begun < options.StartPatience:
                var pause = Backoff.After(StartInterval, ++startTroubles, trouble.RetryAfter);
                startDue = clock.Elapsed + pause;
                return new LinkEvent.NetworkTrouble(pause, trouble.Reason);
            case Started.Trouble trouble:
                return new LinkEvent.Failed(LinkFailure.Network(trouble.Reason));
            case Started.Failed failed:
                return new LinkEvent.Failed(failed.Failure);
            default:
                throw new InvalidOperationException("An outcome of starting has no arm here.");
        }
    }

    /// <summary>The question goes on when the caller gives up, so that a code made at that very moment is taken back, too.</summary>
    private async Task<Started> StartAsync(CancellationToken cancellation)
    {
        var starting = starter.StartAsync(CancellationToken.None);
        try
        {
            return await starting.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            goodbyes.Say(starting);
            throw;
        }
    }

    private Task SleepAsync(TimeSpan time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return time > TimeSpan.Zero ? clock.Delay(time, cancellation) : Task.CompletedTask;
    }
}
