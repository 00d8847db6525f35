namespace LinkCode.Device;

/// <summary>
/// A linked device. Gives access tokens for as long as the link lives: they are replaced before they end, by one caller at a time in
/// this process and, through the store's lock, in all processes. Safe to use from many threads.
/// </summary>
public sealed class LinkedSession
{
    private readonly LinkClientOptions options;
    private readonly Refresher refresher;
    private readonly Prover prover;
    private readonly object gate = new();
    private TokenSet tokens;
    private Task<Refreshed>? refreshing;
    private LinkFailure? lost;

    internal LinkedSession(LinkClientOptions options, Refresher refresher, Prover prover, TokenSet tokens)
    {
        this.options = options;
        this.refresher = refresher;
        this.prover = prover;
        this.tokens = tokens;
    }

    /// <summary>
    /// The link is over: its owner removed the device, or it was unused for too long. Raised once, on the thread that found out. Ask to link again.
    /// </summary>
    public event EventHandler<LinkLostEventArgs>? LinkLost;

    /// <summary>The server's address.</summary>
    public string Issuer => options.Issuer;

    /// <summary>What the device may do, with spaces between; null if the server did not say (then it is what was asked for).</summary>
    public string? Scope => Current.Scope;

    /// <summary>The ID token (OpenID Connect Core section 2), unchecked; null if there is none. It came straight from the token endpoint.</summary>
    public string? IdToken => Current.IdToken;

    /// <summary>Whether the link is over.</summary>
    public bool IsLost
    {
        get
        {
            lock (gate)
            {
                return lost is not null;
            }
        }
    }

    /// <summary>
    /// What went wrong when the tokens were last stored, or null. The session works, but a restart may ask to link again; after
    /// <see cref="SignOutAsync"/>, a restart may find the old tokens.
    /// </summary>
    public Exception? StoreTrouble { get; internal set; }

    private TokenSet Current
    {
        get
        {
            lock (gate)
            {
                return tokens;
            }
        }
    }

    /// <summary>Whether the tokens are bound to a key of this device (RFC 9449): then an access token alone is refused everywhere.</summary>
    public bool IsBound => Current.IsBound;

    /// <summary>An access token that works now, refreshed if need be.</summary>
    /// <param name="cancellationToken">Stops waiting; a refresh under way goes on for the others.</param>
    /// <returns>The token, for an <c>Authorization: Bearer</c> header (RFC 6750 section 2.1). If <see cref="IsBound"/>, see <see cref="GetHeadersAsync"/>.</returns>
    /// <exception cref="LinkException"><c>link_lost</c>: ask to link again. Any other code, such as <c>network</c>: the link is still there, try again.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<string> GetAccessTokenAsync(CancellationToken cancellationToken = default) =>
        (await GetTokensAsync(null, cancellationToken).ConfigureAwait(false)).AccessToken;

    /// <summary>The headers of one request that is not sent through a <see cref="LinkCodeHandler"/>: <c>Authorization</c> and, if the tokens are bound, <c>DPoP</c>.</summary>
    /// <param name="method">The request's method, such as <c>GET</c>.</param>
    /// <param name="address">The request's address.</param>
    /// <param name="nonce">What the API sent last in <c>DPoP-Nonce</c>; null if nothing.</param>
    /// <param name="cancellationToken">Stops waiting; a refresh under way goes on for the others.</param>
    /// <returns>The headers, good for this one request.</returns>
    /// <exception cref="LinkException"><c>link_lost</c>: ask to link again. Any other code, such as <c>network</c>: the link is still there, try again.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IReadOnlyDictionary<string, string>> GetHeadersAsync(string method, Uri address, string? nonce = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(address);
        prover.Keep(address, nonce);
        return Headers(await GetTokensAsync(null, cancellationToken).ConfigureAwait(false), method, address);
    }

    /// <summary>
    /// Unlinks this device: gives the link back to the server (RFC 7009) and forgets it here in any case, also when cancelled. From the call on,
    /// the session gives no tokens. Where the store cannot forget, as on a read-only disk, <see cref="StoreTrouble"/> says so.
    /// </summary>
    /// <param name="cancellationToken">Gives up asking the server. Another process that is busy with the link is waited for 5 seconds more.</param>
    /// <returns>True if the server confirmed it; false if it could not be reached or has no revocation endpoint.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled: the link is forgotten here, and the server may not know it.</exception>
    public Task<bool> SignOutAsync(CancellationToken cancellationToken = default)
    {
        TokenSet held;
        lock (gate)
        {
            // Before anything is waited for, so that no refresh begins meanwhile and stores the link again.
            lost ??= LinkFailure.LinkLost("Signed out here.");
            held = tokens;
        }

        return refresher.EndAsync(held, trouble => StoreTrouble = trouble, cancellationToken);
    }

    /// <param name="refused">A token that a server has just refused, which must not be given again.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal async Task<TokenSet> GetTokensAsync(string? refused, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Task<Refreshed> running;
        TokenSet held;
        lock (gate)
        {
            held = tokens;
            if (lost is not null)
            {
                throw new LinkException(lost);
            }

            if (held.AccessToken != refused && !refresher.IsDue(held))
            {
                return held;
            }

            // Task.Run: a store or transport that works synchronously must not do so under the lock.
            running = refreshing ??= Task.Run(RefreshAsync, CancellationToken.None);
        }

        return await running.WaitAsync(cancellation).ConfigureAwait(false) switch
        {
            Refreshed.Fresh fresh => fresh.Tokens,
            Refreshed.Lost gone => throw new LinkException(gone.Failure),
            Refreshed.NotNow when held.AccessToken != refused && refresher.IsAlive(held) => held,
            Refreshed.NotNow later => throw new LinkException(later.Failure),
            _ => throw new InvalidOperationException("An outcome of refreshing has no arm here."),
        };
    }

    internal Dictionary<string, string> Headers(TokenSet tokens, string method, Uri address)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Authorization"] = $"{(tokens.IsBound ? Prover.Header : "Bearer")} {tokens.AccessToken}" };
        if (tokens.IsBound)
        {
            headers[Prover.Header] = prover.Prove(tokens.Key!, method, address, tokens.AccessToken);
        }

        return headers;
    }

    /// <summary>Keeps the nonce that an API gave for the next proof.</summary>
    internal void Keep(Uri address, string? nonce) => prover.Keep(address, nonce);

    private async Task<Refreshed> RefreshAsync()
    {
        Refreshed? outcome = null;
        LinkFailure? news = null;
        try
        {
            outcome = await refresher.RefreshAsync(Current).ConfigureAwait(false);
        }
        finally
        {
            news = Settle(outcome);
        }

        if (news is not null)
        {
            LinkLost?.Invoke(this, new LinkLostEventArgs(news));
        }

        return outcome;
    }

    /// <summary>Takes the outcome over. The answer is why the link is over, if that is news: whoever signed out knows it.</summary>
    private LinkFailure? Settle(Refreshed? outcome)
    {
        lock (gate)
        {
            refreshing = null;
            if (outcome is Refreshed.Fresh fresh && lost is null)
            {
                tokens = fresh.Tokens;
                StoreTrouble = fresh.StoreTrouble;
            }
            else if (outcome is Refreshed.Lost gone && lost is null)
            {
                lost = gone.Failure;
                return gone.Failure;
            }

            return null;
        }
    }
}
