using System.Text;

namespace LinkCode.Device;

/// <summary>Speaks to the server's endpoints: client authentication, headers, time limits, and what counts as trouble.</summary>
internal sealed class Exchange(LinkClientOptions options, ILinkTransport transport, Prover prover, Clock clock)
{
    private const string Library = "LinkCode.Device";

    /// <summary>Whether the address may be used: https, or http on this machine (RFC 8252 section 7.3 names the loopback addresses).</summary>
    public bool IsAllowed(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == "https" || (address.Scheme == "http" && (address.IsLoopback || options.AllowPlainHttp)));

    public Task<Reply> GetAsync(Uri address, CancellationToken cancellation) => SendAsync(address, null, Headers(), TimeSpan.Zero, cancellation);

    /// <param name="server">Tells how the app proves who it is.</param>
    /// <param name="address">The endpoint.</param>
    /// <param name="fields">The parameters; those without a value are left out.</param>
    /// <param name="wait">How long the server may hold the answer back; zero for not at all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="key">The key to prove; null for none.</param>
    public async Task<Reply> PostAsync(
        LinkServer server, Uri address, IEnumerable<KeyValuePair<string, string?>> fields, TimeSpan wait, CancellationToken cancellation, ProofKey? key = null)
    {
        var headers = Headers();
        if (wait > TimeSpan.Zero)
        {
            headers["Prefer"] = FormattableString.Invariant($"wait={(int)wait.TotalSeconds}");
        }

        var inHeader = server.SecretInHeader && options.ClientSecret is not null;
        if (inHeader)
        {
            // RFC 6749 section 2.3.1: both parts are form-encoded first.
            var pair = Form.Encode(options.ClientId) + ":" + Form.Encode(options.ClientSecret!);
            headers["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(pair));
        }

        var all = fields.ToList();
        if (!inHeader)
        {
            all.Add(new("client_id", options.ClientId));
            all.Add(new("client_secret", options.ClientSecret));
        }

        var form = Form.Write(all);
        var reply = await SendProvenAsync(address, form, headers, wait, key, cancellation).ConfigureAwait(false);
        return key is not null && reply is { Error: Prover.NonceWanted, Nonce: not null }
            ? await SendProvenAsync(address, form, headers, wait, key, cancellation).ConfigureAwait(false)
            : reply;
    }

    /// <summary>Gives a token or device code back (RFC 7009). True if the server confirmed it.</summary>
    public async Task<bool> RevokeAsync(Discovery discovery, string token, string kind, CancellationToken cancellation)
    {
        if (await discovery.FindAsync(cancellation).ConfigureAwait(false) is not Found.Server { Endpoints: { RevocationEndpoint: { } address } server })
        {
            return false;
        }

        KeyValuePair<string, string?>[] fields = [new("token", token), new("token_type_hint", kind)];
        var reply = await PostAsync(server, address, fields, TimeSpan.Zero, cancellation).ConfigureAwait(false);
        // The answer's body means nothing (RFC 7009 section 2.2), so it may be empty.
        return reply.Status is >= 200 and < 300;
    }

    private async Task<Reply> SendProvenAsync(Uri address, string form, Dictionary<string, string> headers, TimeSpan wait, ProofKey? key, CancellationToken cancellation)
    {
        if (key is not null)
        {
            headers[Prover.Header] = prover.Prove(key, "POST", address, null);
        }

        var reply = await SendAsync(address, form, headers, wait, cancellation).ConfigureAwait(false);
        prover.Keep(address, reply.Nonce);
        return reply;
    }

    private async Task<Reply> SendAsync(Uri address, string? form, Dictionary<string, string> headers, TimeSpan wait, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var call = new LinkCall(address, form, headers, options.RequestTimeout + wait);
            var sending = transport.SendAsync(call, cancellation);
            // Cancelling is prompt even where a transport is slow to notice it.
            var answer = await sending.WaitAsync(cancellation).ConfigureAwait(false);
            return Reply.From(answer, clock.UtcNow);
        }
        catch (Exception trouble) when (!cancellation.IsCancellationRequested)
        {
            return Reply.Unreachable(trouble);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            throw new OperationCanceledException("Cancelled while the server was asked.", trouble, cancellation);
        }
    }

    private Dictionary<string, string> Headers()
    {
        var headers = new Dictionary<string, string>(options.Headers, StringComparer.OrdinalIgnoreCase)
        {
            ["Accept"] = "application/json",
            ["User-Agent"] = $"{options.UserAgent} {Library}/{typeof(Exchange).Assembly.GetName().Version?.ToString(3)}".Trim(),
        };
        if (!string.IsNullOrEmpty(options.Device.UiLocales))
        {
            headers["Accept-Language"] = string.Join(", ", options.Device.UiLocales!.Split(' '));
        }

        return headers;
    }
}
