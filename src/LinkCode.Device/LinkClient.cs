#if NET
using System.Runtime.CompilerServices;
#endif

namespace LinkCode.Device;

/// <summary>
/// Links this device to a person's account with a short code (OAuth 2.0 Device Authorization Grant, RFC 8628). Choose the level that fits:
/// one call (<see cref="LinkAsync(Action{LinkPrompt}, CancellationToken)"/>), events while waiting (WatchAsync), or single steps for a game
/// loop (<see cref="StartAsync"/> and <see cref="PollOnceAsync"/>). Safe to use from many threads, one <see cref="PendingLink"/> at a time.
/// </summary>
public sealed class LinkClient : IDisposable
{
    private readonly LinkClientOptions options;
    private readonly HttpLinkTransport? ownTransport;
    private readonly Clock clock;
    private readonly Discovery discovery;
    private readonly Vault vault;
    private readonly Sessions sessions;
    private readonly Starter starter;
    private readonly Poller poller;
    private readonly Goodbyes goodbyes;

    /// <summary>Makes a client. Nothing is sent yet.</summary>
    /// <param name="options">How to link. Do not change it afterwards.</param>
    public LinkClient(LinkClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        ownTransport = options.Transport is null ? new HttpLinkTransport() : null;
#if NET
        clock = new Clock(options.TimeProvider);
#else
        clock = new Clock();
#endif
        var prover = new Prover(clock);
        var exchange = new Exchange(options, options.Transport ?? ownTransport!, prover, clock);
        discovery = new Discovery(options, exchange, clock);
        vault = new Vault(options, clock);
        sessions = new Sessions(options, exchange, discovery, vault, prover, clock);
        starter = new Starter(options, exchange, discovery, vault, clock);
        poller = new Poller(exchange, discovery, sessions, clock);
        goodbyes = new Goodbyes(exchange, discovery, vault);
    }

    /// <summary>Finds the server's endpoints (RFC 8414, then OpenID Connect Discovery), or answers those that were given.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The endpoints; kept for a day.</returns>
    /// <exception cref="LinkException"><c>network</c>, <c>no_device_flow</c>, <c>issuer_mismatch</c> or <c>insecure_address</c>.</exception>
    public async Task<LinkServer> DiscoverAsync(CancellationToken cancellationToken = default) =>
        await discovery.FindAsync(cancellationToken).ConfigureAwait(false) switch
        {
            Found.Server found => found.Endpoints,
            Found.Trouble trouble => throw new LinkException(LinkFailure.Network(trouble.Reason)),
            Found.Failed failed => throw new LinkException(failed.Failure),
            _ => throw new InvalidOperationException("An outcome of discovery has no arm here."),
        };

    /// <summary>The session that the store kept, or null if the device is not linked. Nothing is sent.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session, which may turn out to be lost at its first use.</returns>
    public Task<LinkedSession?> OpenAsync(CancellationToken cancellationToken = default) => sessions.OpenAsync(cancellationToken);

    /// <summary>Links the device: shows a code, waits, and renews the code when it runs out.</summary>
    /// <param name="onPrompt">Called with each code to show: the first one and each that replaces it.</param>
    /// <param name="cancellationToken">Gives up: the call ends at once, and the code is taken back in the background.</param>
    /// <returns>The linked device.</returns>
    /// <exception cref="LinkException"><c>access_denied</c>, <c>expired_token</c>, or another reason why it cannot work.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<LinkedSession> LinkAsync(Action<LinkPrompt> onPrompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onPrompt);
        var prompts = new EachPrompt(onPrompt);
        return await WatchAsync(prompts, null, cancellationToken).ConfigureAwait(false) switch
        {
            LinkEvent.Linked linked => linked.Session,
            LinkEvent.Denied => throw new LinkException(LinkFailure.Denied()),
            LinkEvent.Expired => throw new LinkException(LinkFailure.Expired()),
            LinkEvent.Failed failed => throw new LinkException(failed.Failure),
            _ => throw new InvalidOperationException("An end of linking has no arm here."),
        };
    }

    /// <summary>Links the device and reports each event while waiting.</summary>
    /// <param name="progress">Told of each event, the last one included.</param>
    /// <param name="resume">A link that was saved before a restart, or null to start a new one.</param>
    /// <param name="cancellationToken">Gives up: the call ends at once, and the code is taken back in the background.</param>
    /// <returns>The last event.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<LinkEvent> WatchAsync(IProgress<LinkEvent> progress, PendingLink? resume = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var loop = Loop(resume);
        try
        {
            var happened = await loop.FirstAsync(cancellationToken).ConfigureAwait(false);
            progress.Report(happened);
            while (!happened.IsLast)
            {
                happened = await loop.NextAsync(cancellationToken).ConfigureAwait(false);
                progress.Report(happened);
            }

            return happened;
        }
        catch
        {
            // Cancelled, or the caller could not show the code: nobody will enter it.
            loop.Abandon();
            throw;
        }
    }

#if NET
    /// <summary>Links the device and gives each event while waiting. Leaving the loop early keeps the code alive; cancelling takes it back.</summary>
    /// <param name="resume">A link that was saved before a restart, or null to start a new one.</param>
    /// <param name="cancellationToken">Gives up: the loop ends at once, and the code is taken back in the background.</param>
    /// <returns>The events, the last one included.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async IAsyncEnumerable<LinkEvent> WatchAsync(PendingLink? resume = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var loop = Loop(resume);
        // Also when the caller cancels between two events, where no wait of ours is there to notice it.
        using var cancelled = cancellationToken.Register(loop.Abandon);
        var happened = await loop.FirstAsync(cancellationToken).ConfigureAwait(false);
        yield return happened;
        while (!happened.IsLast)
        {
            happened = await loop.NextAsync(cancellationToken).ConfigureAwait(false);
            yield return happened;
        }
    }
#endif

    /// <summary>Asks for a code (RFC 8628 section 3.1), once, for programs that poll with <see cref="PollOnceAsync"/>.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The waiting link.</returns>
    /// <exception cref="LinkException"><c>network</c>: try again later; any other code: it cannot work like this.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<PendingLink> StartAsync(CancellationToken cancellationToken = default)
    {
        switch (await starter.StartAsync(cancellationToken).ConfigureAwait(false))
        {
            case Started.Ready { Link: var link }:
                await vault.KeepPendingAsync(link).ConfigureAwait(false);
                return link;
            case Started.Trouble trouble:
                throw new LinkException(LinkFailure.Network(trouble.Reason));
            case Started.Failed failed:
                throw new LinkException(failed.Failure);
            default:
                throw new InvalidOperationException("An outcome of starting has no arm here.");
        }
    }

    /// <summary>
    /// Asks once whether the device is linked (RFC 8628 section 3.4), if that is due: call it as often as you like, also in every frame. It never waits
    /// for time to pass; <see cref="PendingLink.NextPollIn"/> tells when it will ask again. An expired code is not renewed here.
    /// </summary>
    /// <param name="link">The waiting link.</param>
    /// <param name="cancellationToken">Gives up this poll; the code stays alive.</param>
    /// <returns>How things stand. After an event that <see cref="LinkEvent.IsLast">is the last</see>, the same event again.</returns>
    public async Task<LinkEvent> PollOnceAsync(PendingLink link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (link.End is { } end)
        {
            return end;
        }

        if (link.NextPollIn > TimeSpan.Zero || !link.TryEnter())
        {
            return link.Situation.Event(link.Remaining);
        }

        try
        {
            var happened = await poller.PollAsync(link, mayWait: false, cancellationToken).ConfigureAwait(false);
            if (happened.IsLast)
            {
                await vault.KeepPendingAsync(null).ConfigureAwait(false);
            }

            return happened;
        }
        finally
        {
            link.Leave();
        }
    }

    /// <summary>Goes on with a link that <see cref="PendingLink.Save"/> wrote down.</summary>
    /// <param name="saved">The saved text.</param>
    /// <returns>The waiting link, or null if the text is damaged or belongs to another server or app.</returns>
    public PendingLink? Restore(string saved) => string.IsNullOrEmpty(saved) ? null : PendingLink.Restore(saved, clock, options);

    /// <summary>Takes a code back: it no longer works, and the page says so.</summary>
    /// <param name="link">The waiting link.</param>
    /// <returns>True if the server confirmed it within 5 seconds.</returns>
    public Task<bool> CancelAsync(PendingLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return goodbyes.RevokeAsync(link);
    }

    /// <summary>Completes when codes that were cancelled have been taken back, at most 10 seconds later. A program that ends waits for it.</summary>
    /// <returns>Done when nothing is under way.</returns>
    public Task SettleAsync() => goodbyes.Settled;

    /// <summary>Closes connections that the client opened itself. Sessions need them: dispose the client last.</summary>
    public void Dispose() => ownTransport?.Dispose();

    private LinkLoop Loop(PendingLink? resume)
    {
        var loop = new LinkLoop(options, starter, poller, vault, clock, goodbyes);
        if (resume is not null)
        {
            loop.Resume(resume);
        }

        return loop;
    }

    private sealed class EachPrompt(Action<LinkPrompt> show) : IProgress<LinkEvent>
    {
        public void Report(LinkEvent value)
        {
            if (value is LinkEvent.CodeReady ready)
            {
                show(ready.Prompt);
            }
            else if (value is LinkEvent.CodeRenewed renewed)
            {
                show(renewed.Prompt);
            }
        }
    }
}
