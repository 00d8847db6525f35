namespace LinkCode.Device;

/// <summary>Makes sessions: of freshly issued tokens, or of those that the store kept.</summary>
internal sealed class Sessions(LinkClientOptions options, Exchange exchange, Discovery discovery, Vault vault, Prover prover, Clock clock)
{
    public async Task<LinkedSession> BeginAsync(TokenSet tokens) => Make(tokens, await vault.KeepAsync(tokens).ConfigureAwait(false));

    public async Task<LinkedSession?> OpenAsync(CancellationToken cancellation) =>
        await vault.TokensAsync(cancellation).ConfigureAwait(false) is { } tokens ? Make(tokens, null) : null;

    private LinkedSession Make(TokenSet tokens, Exception? storeTrouble) =>
        new(options, new Refresher(options, exchange, discovery, vault, clock), prover, tokens) { StoreTrouble = storeTrouble };
}
