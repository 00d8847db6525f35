using System.Security.Cryptography;

namespace LinkCode.Device;

/// <summary>What this app keeps in the token store, under names of its own.</summary>
internal sealed class Vault(LinkClientOptions options, Clock clock)
{
    private readonly string suffix = $" {options.Issuer} {options.ClientId}";
    private Unkept? unkept;

    public async Task<TokenSet?> TokensAsync(CancellationToken cancellation)
    {
        var stored = await StoredAsync(cancellation).ConfigureAwait(false);
        // What a full disk still holds was replaced long ago: its refresh token, used twice, would look like theft.
        return unkept is { } newer && newer.Instead == stored?.AccessToken ? newer.Tokens : stored;
    }

    /// <summary>Keeps the tokens; null forgets them. The answer is what went wrong, if something did: until the process ends it is as if it had worked.</summary>
    public async Task<Exception?> KeepAsync(TokenSet? tokens)
    {
        var trouble = await WriteAsync("session", tokens?.Save()).ConfigureAwait(false);
        unkept = trouble is null ? null : new Unkept(tokens, (await StoredAsync(CancellationToken.None).ConfigureAwait(false))?.AccessToken);
        return trouble;
    }

    /// <summary>Keeps other processes out while tokens are exchanged. Where the store cannot even hold a lock, such as on a read-only disk, there is none.</summary>
    public async Task<IDisposable?> LockAsync(CancellationToken cancellation)
    {
        try
        {
            return await options.Store.LockAsync("session" + suffix, cancellation).ConfigureAwait(false);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public async Task<PendingLink?> PendingAsync(CancellationToken cancellation) =>
        await options.Store.ReadAsync("pending" + suffix, cancellation).ConfigureAwait(false) is { } saved ? PendingLink.Restore(saved, clock, options) : null;

    public Task KeepPendingAsync(PendingLink? link) => options.RememberPendingLink ? WriteAsync("pending", link?.Save()) : Task.CompletedTask;

    /// <summary>The random id of this installation, made at first use.</summary>
    public async Task<string> InstallationAsync(CancellationToken cancellation)
    {
        if (await options.Store.ReadAsync("installation" + suffix, cancellation).ConfigureAwait(false) is { Length: > 0 } known)
        {
            return known;
        }

        var made = Hex.Write(RandomNumberGenerator.GetBytes(16), 16);
        await WriteAsync("installation", made).ConfigureAwait(false);
        return made;
    }

    private async Task<TokenSet?> StoredAsync(CancellationToken cancellation) =>
        await options.Store.ReadAsync("session" + suffix, cancellation).ConfigureAwait(false) is { } saved ? TokenSet.Restore(saved, clock) : null;

    private async Task<Exception?> WriteAsync(string kind, string? value)
    {
        try
        {
            await options.Store.WriteAsync(kind + suffix, value, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return trouble;
        }
    }

    /// <param name="Tokens">What the store could not be made to keep; null if it could not forget.</param>
    /// <param name="Instead">The access token that it holds instead.</param>
    private sealed record Unkept(TokenSet? Tokens, string? Instead);
}
