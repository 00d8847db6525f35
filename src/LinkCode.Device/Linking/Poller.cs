namespace LinkCode.Device;

/// <summary>One question to the token endpoint (RFC 8628 section 3.4) and what its answer means for the waiting link.</summary>
internal sealed class Poller(Exchange exchange, Discovery discovery, Sessions sessions, Clock clock)
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:device_code";
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    /// <param name="link">The waiting link, which must be due.</param>
    /// <param name="mayWait">Whether the server may hold the answer back.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<LinkEvent> PollAsync(PendingLink link, bool mayWait, CancellationToken cancellation)
    {
        var sent = clock.Elapsed;
        var wait = mayWait ? WholeSeconds(link.LongWait < link.Remaining ? link.LongWait : link.Remaining) : TimeSpan.Zero;
        var found = await discovery.FindAsync(cancellation).ConfigureAwait(false);
        var happened = found switch
        {
            Found.Server { Endpoints: var server } =>
                await ReadAsync(link, await AskAsync(link, server, wait, cancellation).ConfigureAwait(false), sent, wait).ConfigureAwait(false),
            Found.Trouble trouble => Troubled(link, trouble.Reason, trouble.RetryAfter),
            Found.Failed failed => new LinkEvent.Failed(failed.Failure),
            _ => throw new InvalidOperationException("An outcome of discovery has no arm here."),
        };

        // The question at the end of the code's time was the last one, unless the answer lengthened it.
        if (!happened.IsLast && sent >= link.ExpiresAt)
        {
            happened = new LinkEvent.Expired();
        }

        if (happened.IsLast)
        {
            // Only then: the code may have been taken back while the server thought.
            link.End = happened;
        }

        return happened;
    }

    private async Task<Reply> AskAsync(PendingLink link, LinkServer server, TimeSpan wait, CancellationToken cancellation)
    {
        KeyValuePair<string, string?>[] fields = [new("grant_type", Grant), new("device_code", link.DeviceCode), new("code_verifier", link.Verifier)];
        try
        {
            return await exchange.PostAsync(server, server.TokenEndpoint, fields, wait, cancellation, link.Key).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server may have heard the question all the same, so it counts as one, and its answer is lost.
            link.AnswerMayBeLost = true;
            link.Plan(clock.Elapsed + link.Interval);
            throw;
        }
    }

    private async Task<LinkEvent> ReadAsync(PendingLink link, Reply reply, TimeSpan sent, TimeSpan wait)
    {
        if (reply.Trouble is { } trouble)
        {
            link.AnswerMayBeLost = true;
            link.LongWait = Halved(link.LongWait, wait);
            return Troubled(link, trouble, reply.RetryAfter);
        }

        if (reply.Succeeded)
        {
            return reply["access_token"] is null
                ? new LinkEvent.Failed(LinkFailure.BadAnswer("The answer has neither access_token nor error."))
                : new LinkEvent.Linked(await sessions.BeginAsync(TokenSet.From(reply, null, link.Key, clock)).ConfigureAwait(false));
        }

        link.Troubles = 0;
        return reply.Error switch
        {
            "authorization_pending" => Pending(link, reply, sent, wait),
            "slow_down" => SlowDown(link, reply, sent),
            "temporarily_unavailable" or "server_error" => Troubled(link, reply.Error, reply.RetryAfter),
            "access_denied" or "authorization_declined" => new LinkEvent.Denied(),
            // GitHub's page writes it the other way around.
            "expired_token" or "token_expired" or "code_expired" => new LinkEvent.Expired(),
            // The answer with the tokens was lost on the way, and this server gives it only once: only a new code helps.
            "invalid_grant" when link.AnswerMayBeLost => new LinkEvent.Expired(),
            "invalid_request" when link.Verifier is not null || wait > TimeSpan.Zero => Plainer(link),
            _ => new LinkEvent.Failed(LinkFailure.From(reply)),
        };
    }

    /// <summary>Asks from now on as RFC 8628 draws it: some servers refuse what they do not know. To one that knows it, leaving it out is no less a refusal.</summary>
    private LinkEvent Plainer(PendingLink link)
    {
        link.Verifier = null;
        link.LongWait = TimeSpan.Zero;
        link.Plan(clock.Elapsed + link.Interval);
        return link.Situation.Event(link.Remaining);
    }

    private LinkEvent Pending(PendingLink link, Reply reply, TimeSpan sent, TimeSpan wait)
    {
        Lengthen(link, reply, sent);
        link.AnswerMayBeLost = false;
        link.Situation = Situation.From(reply);
        if (reply.WaitKept)
        {
            // The wait itself was the pause: ask again at once, but never sooner than the interval after the last question.
            link.Plan(Later(clock.Elapsed, sent + link.Interval));
        }
        else
        {
            link.LongWait = wait > TimeSpan.Zero ? TimeSpan.Zero : link.LongWait;
            link.Plan(clock.Elapsed + link.Interval);
        }

        return link.Situation.Event(link.Remaining);
    }

    private LinkEvent SlowDown(PendingLink link, Reply reply, TimeSpan sent)
    {
        Lengthen(link, reply, sent);
        var slower = reply.Seconds("interval") is { } given && given > link.Interval ? given : link.Interval + SlowDownStep;
        link.Interval = slower < LongestInterval ? slower : LongestInterval;
        link.Plan(clock.Elapsed + Later(link.Interval, reply.RetryAfter ?? TimeSpan.Zero));
        return link.Situation.Event(link.Remaining);
    }

    private LinkEvent.NetworkTrouble Troubled(PendingLink link, string reason, TimeSpan? retryAfter)
    {
        link.Troubles++;
        link.Plan(clock.Elapsed + Backoff.After(link.Interval, link.Troubles, retryAfter));
        return new LinkEvent.NetworkTrouble(link.NextPollIn, reason);
    }

    /// <summary>The server counted at some moment after the question was sent, so a shorter time here is only the time it held the answer.</summary>
    private static void Lengthen(PendingLink link, Reply reply, TimeSpan sent)
    {
        if (reply.Seconds("expires_in") is { } left)
        {
            link.ExpiresAt = Later(link.ExpiresAt, sent + left);
        }
    }

    /// <summary>A proxy may cut connections that are silent for long: after trouble during a wait, ask for shorter ones, then for none.</summary>
    private static TimeSpan Halved(TimeSpan longWait, TimeSpan wait)
    {
        var half = TimeSpan.FromTicks(longWait.Ticks / 2);
        return wait == TimeSpan.Zero ? longWait : half < ShortestWait ? TimeSpan.Zero : half;
    }

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Floor(time.TotalSeconds));

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
