using System.Text;

namespace LinkCode.Device;

/// <summary>Sends requests with <see cref="HttpClient"/>. Proxies, own certificate authorities and pinning come with the handler.</summary>
public sealed class HttpLinkTransport : ILinkTransport, IDisposable
{
    private const int LargestAnswer = 1024 * 1024;
    private readonly HttpClient http;

    /// <summary>Makes a transport with a handler of its own that follows no redirects.</summary>
    public HttpLinkTransport() => http = Limited(new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }));

    /// <summary>Makes a transport over your handler.</summary>
    /// <param name="handler">The handler. Switch its redirects off: a redirected token request is answered by a stranger.</param>
    /// <param name="disposeHandler">Whether the handler is disposed with this transport.</param>
    public HttpLinkTransport(HttpMessageHandler handler, bool disposeHandler = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        http = Limited(new HttpClient(handler, disposeHandler));
    }

    /// <inheritdoc/>
    public async Task<LinkAnswer> SendAsync(LinkCall request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var message = Message(request);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.Timeout);
        try
        {
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, limit.Token).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            return new LinkAnswer((int)answer.StatusCode, Encoding.UTF8.GetString(body).TrimStart('\ufeff'), Headers(answer));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The server did not answer in time.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>The size of an answer has a limit; the time is limited per request.</summary>
    private static HttpClient Limited(HttpClient http)
    {
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.MaxResponseContentBufferSize = LargestAnswer;
        return http;
    }

    private static HttpRequestMessage Message(LinkCall request)
    {
        var message = new HttpRequestMessage(request.Form is null ? HttpMethod.Get : HttpMethod.Post, request.Address);
        if (request.Form is not null)
        {
            message.Content = new StringContent(request.Form, Encoding.UTF8, "application/x-www-form-urlencoded");
            // RFC 6749 knows no charset parameter here, and some servers refuse one.
            message.Content.Headers.ContentType!.CharSet = null;
        }

        foreach (var header in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return message;
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(HttpResponseMessage answer)
    {
        foreach (var header in answer.Headers)
        {
            yield return new KeyValuePair<string, string>(header.Key, string.Join(", ", header.Value));
        }
    }
}
