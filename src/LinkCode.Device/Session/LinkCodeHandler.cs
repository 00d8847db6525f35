using System.Net;

namespace LinkCode.Device;

/// <summary>
/// Adds the access token, and a proof of the key it is bound to if there is one, to requests of an <see cref="HttpClient"/>, refreshes it in time, and tries once more with a fresh one when a server
/// answers 401. The token goes only to the origins you name, so that a wrong address never learns it.
/// </summary>
/// <remarks>
/// When the link is over, or the token cannot be refreshed now, the answer is what the server said, or a 401 made here (reason phrase
/// <c>link_lost</c>); trouble with the network is an <see cref="HttpRequestException"/>, as it is without this handler.
/// A body is kept in memory so that it can be sent again.
/// </remarks>
public sealed class LinkCodeHandler : DelegatingHandler
{
    private readonly LinkedSession session;
    private readonly HashSet<string> origins;

    /// <summary>Adds the session's token to requests.</summary>
    /// <param name="session">The linked device.</param>
    /// <param name="origins">Addresses whose scheme, host and port may have the token. None: the server that the device is linked at.</param>
    public LinkCodeHandler(LinkedSession session, params string[] origins)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(origins);
        this.session = session;
        var named = origins.Length > 0 ? origins : [session.Issuer];
        this.origins = new HashSet<string>(named.Select(origin => Origin(new Uri(origin))), StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is not { IsAbsoluteUri: true } address || !origins.Contains(Origin(address)) || request.Headers.Authorization is not null)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (await TokensAsync(null, cancellationToken).ConfigureAwait(false) is not { } tokens)
        {
            return new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request, ReasonPhrase = "link_lost" };
        }

        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync().ConfigureAwait(false);
        }

        var answer = await SendAsync(request, address, tokens, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.Unauthorized)
        {
            return answer;
        }

        if (await TokensAsync(tokens.AccessToken, cancellationToken).ConfigureAwait(false) is not { } fresh)
        {
            return answer;
        }

        answer.Dispose();
        return await SendAsync(request, address, fresh, cancellationToken).ConfigureAwait(false);
    }

    private static bool WantsNonce(HttpResponseMessage answer) => answer.StatusCode == HttpStatusCode.Unauthorized
        && answer.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == Prover.Header && challenge.Parameter?.Contains(Prover.NonceWanted) == true);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Uri address, TokenSet tokens, CancellationToken cancellation)
    {
        var answer = await SendOnceAsync(request, address, tokens, cancellation).ConfigureAwait(false);
        if (!tokens.IsBound || !WantsNonce(answer))
        {
            return answer;
        }

        answer.Dispose();
        return await SendOnceAsync(request, address, tokens, cancellation).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, Uri address, TokenSet tokens, CancellationToken cancellation)
    {
        foreach (var header in session.Headers(tokens, request.Method.Method, address))
        {
            request.Headers.Remove(header.Key);
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        var answer = await base.SendAsync(request, cancellation).ConfigureAwait(false);
        session.Keep(address, answer.Headers.TryGetValues(Prover.NonceHeader, out var nonces) ? nonces.FirstOrDefault() : null);
        return answer;
    }

    private async Task<TokenSet?> TokensAsync(string? refused, CancellationToken cancellation)
    {
        try
        {
            return await session.GetTokensAsync(refused, cancellation).ConfigureAwait(false);
        }
        catch (LinkException over) when (over.Failure.Code == "link_lost")
        {
            return null;
        }
        catch (LinkException) when (refused is not null)
        {
            return null;
        }
        catch (LinkException trouble)
        {
            throw new HttpRequestException(trouble.Failure.Sentence, trouble);
        }
    }

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
