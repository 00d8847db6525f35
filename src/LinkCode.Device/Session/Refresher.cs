namespace LinkCode.Device;

/// <summary>
/// Asks for new tokens (RFC 6749 section 6), one process at a time: refresh tokens rotate, and two processes that used the same one would look like theft.
/// </summary>
internal sealed class Refresher(LinkClientOptions options, Exchange exchange, Discovery discovery, Vault vault, Clock clock)
{
    private const int Tries = 2;
    private static readonly TimeSpan ShortWhile = TimeSpan.FromSeconds(5);
    private volatile bool ended;

    /// <summary>How long a refresh may take, so that whoever waits for its lock knows when to stop.</summary>
    private TimeSpan Longest => TimeSpan.FromTicks(options.RequestTimeout.Ticks * 3);

    /// <summary>Whether the access token is to be replaced before its next use.</summary>
    public bool IsDue(TokenSet tokens) => clock.Elapsed >= tokens.EndsAt - Margin(tokens);

    /// <summary>Whether the access token still works, as far as the device can tell.</summary>
    public bool IsAlive(TokenSet tokens) => tokens.EndsAt is null || clock.Elapsed < tokens.EndsAt;

    /// <param name="held">The tokens in memory, which are no longer good.</param>
    public async Task<Refreshed> RefreshAsync(TokenSet held)
    {
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            using (await vault.LockAsync(limit.Token).ConfigureAwait(false))
            {
                if (ended)
                {
                    return SignedOut();
                }

                var stored = await vault.TokensAsync(limit.Token).ConfigureAwait(false);
                // Another process was quicker: take what it got.
                return stored is not null && stored.AccessToken != held.AccessToken && !IsDue(stored)
                    ? new Refreshed.Fresh(stored, null)
                    : await AskAsync(stored ?? held, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return new Refreshed.NotNow(LinkFailure.Network("The refresh took too long."));
        }
    }

    /// <summary>Gives the link back and forgets it. True if the server confirmed it.</summary>
    /// <param name="held">The tokens in memory, in case that the store has none.</param>
    /// <param name="onForgotten">Told what went wrong in the store, if something did. Called in any case.</param>
    /// <param name="cancellation">Gives up asking the server, but not forgetting.</param>
    public async Task<bool> EndAsync(TokenSet held, Action<Exception?> onForgotten, CancellationToken cancellation)
    {
        using (await LastLockAsync(cancellation).ConfigureAwait(false))
        {
            // From here on a refresh that waited for the lock finds the link ended, instead of storing it again.
            ended = true;
            try
            {
                var tokens = await LastTokensAsync().ConfigureAwait(false) ?? held;
                return tokens.RefreshToken is { } refresh
                    ? await exchange.RevokeAsync(discovery, refresh, "refresh_token", cancellation).ConfigureAwait(false)
                    : await exchange.RevokeAsync(discovery, tokens.AccessToken, "access_token", cancellation).ConfigureAwait(false);
            }
            finally
            {
                onForgotten(await vault.KeepAsync(null).ConfigureAwait(false));
            }
        }
    }

    /// <summary>The lock, or none after as long as a refresh may take; a caller who gives up waits a short while for it.</summary>
    private async Task<IDisposable?> LastLockAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Longest);
        using var hurry = cancellation.Register(() => limit.CancelAfter(ShortWhile));
        try
        {
            return await vault.LockAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<TokenSet?> LastTokensAsync()
    {
        using var limit = new CancellationTokenSource(ShortWhile);
        try
        {
            return await vault.TokensAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<Refreshed> AskAsync(TokenSet tokens, CancellationToken cancellation)
    {
        if (tokens.RefreshToken is not { } refresh)
        {
            return new Refreshed.Lost(LinkFailure.LinkLost("There is no refresh token; ask for the scope offline_access."));
        }

        return await discovery.FindAsync(cancellation).ConfigureAwait(false) switch
        {
            Found.Server { Endpoints: var server } => await ReadAsync(tokens, await SendAsync(server, refresh, tokens.Key, cancellation).ConfigureAwait(false)).ConfigureAwait(false),
            Found.Trouble trouble => new Refreshed.NotNow(LinkFailure.Network(trouble.Reason)),
            Found.Failed failed => new Refreshed.NotNow(failed.Failure),
            _ => throw new InvalidOperationException("An outcome of discovery has no arm here."),
        };
    }

    /// <summary>Asks again at once when the answer is lost: servers accept the same refresh token for a short while only.</summary>
    private async Task<Reply> SendAsync(LinkServer server, string refresh, ProofKey? key, CancellationToken cancellation)
    {
        KeyValuePair<string, string?>[] fields = [new("grant_type", "refresh_token"), new("refresh_token", refresh)];
        for (var tries = 1; ; tries++)
        {
            var reply = await exchange.PostAsync(server, server.TokenEndpoint, fields, TimeSpan.Zero, cancellation, key).ConfigureAwait(false);
            if (reply.Trouble is null || reply.RetryAfter is not null || tries == Tries)
            {
                return reply;
            }

            await clock.Delay(Backoff.After(TimeSpan.FromMilliseconds(250), tries, null), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Refreshed> ReadAsync(TokenSet tokens, Reply reply)
    {
        if (reply.Trouble is { } trouble)
        {
            return new Refreshed.NotNow(LinkFailure.Network(trouble));
        }

        if (reply.Succeeded && reply["access_token"] is not null)
        {
            if (ended)
            {
                return SignedOut();
            }

            var fresh = TokenSet.From(reply, tokens, tokens.Key, clock);
            return new Refreshed.Fresh(fresh, await vault.KeepAsync(fresh).ConfigureAwait(false));
        }

        if (reply.Error != "invalid_grant")
        {
            return new Refreshed.NotNow(LinkFailure.From(reply));
        }

        await vault.KeepAsync(null).ConfigureAwait(false);
        return new Refreshed.Lost(LinkFailure.LinkLost(reply["error_description"]));
    }

    private static Refreshed.Lost SignedOut() => new(LinkFailure.LinkLost("Signed out here."));

    private TimeSpan Margin(TokenSet tokens)
    {
        var quarter = TimeSpan.FromTicks((tokens.Lifetime ?? TimeSpan.Zero).Ticks / 4);
        return quarter < options.RefreshBefore ? quarter : options.RefreshBefore;
    }
}
