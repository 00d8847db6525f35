namespace LinkCode.Device;

/// <summary>Finds the endpoints: the document of RFC 8414, else that of OpenID Connect Discovery. A find is kept for a day.</summary>
internal sealed class Discovery(LinkClientOptions options, Exchange exchange, Clock clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private Find? found;

    public async Task<Found> FindAsync(CancellationToken cancellation)
    {
        if (options.Server is { } given)
        {
            return Checked(given);
        }

        if (found is { } known && clock.Elapsed < known.Until)
        {
            return new Found.Server(known.Server);
        }

        var answer = Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) && exchange.IsAllowed(issuer)
            ? await AskAsync(issuer, cancellation).ConfigureAwait(false)
            : new Found.Failed(LinkFailure.Insecure(options.Issuer));
        if (answer is Found.Server { Endpoints: var server })
        {
            found = new Find(server, clock.Elapsed + Kept);
        }

        return answer;
    }

    private async Task<Found> AskAsync(Uri issuer, CancellationToken cancellation)
    {
        Found answer = new Found.Failed(LinkFailure.NoDeviceFlow(null));
        foreach (var address in Addresses(issuer))
        {
            var reply = await exchange.GetAsync(address, cancellation).ConfigureAwait(false);
            answer = Read(reply, address);
            if (answer is Found.Server or Found.Failed { Failure.Code: "issuer_mismatch" or "insecure_address" } || reply.Status == 0)
            {
                break;
            }
        }

        return answer;
    }

    private static IEnumerable<Uri> Addresses(Uri issuer)
    {
        // RFC 8414 section 3.1 puts the well-known part between host and path, OpenID Connect Discovery after the path.
        var path = issuer.AbsolutePath.TrimEnd('/');
        yield return new Uri(issuer, "/.well-known/oauth-authorization-server" + path);
        yield return new Uri(issuer, path + "/.well-known/openid-configuration");
    }

    private Found Read(Reply reply, Uri address)
    {
        if (reply.Trouble is { } trouble && reply.Status is < 400 or 408 or 429 or >= 500)
        {
            return new Found.Trouble(trouble, reply.RetryAfter);
        }

        if (!reply.Succeeded)
        {
            return new Found.Failed(LinkFailure.NoDeviceFlow($"{address} answered HTTP {reply.Status}."));
        }

        if (reply["issuer"]?.TrimEnd('/') != options.Issuer)
        {
            return new Found.Failed(LinkFailure.IssuerMismatch($"{address} says issuer '{reply["issuer"]}'."));
        }

        return Endpoint(reply, "device_authorization_endpoint") is { } device && Endpoint(reply, "token_endpoint") is { } token
            ? Checked(new LinkServer(options.Issuer, device, token)
            {
                RevocationEndpoint = Endpoint(reply, "revocation_endpoint"),
                UserInfoEndpoint = Endpoint(reply, "userinfo_endpoint"),
                TakesProofs = Has(reply["dpop_signing_alg_values_supported"], "ES256"),
                SecretInHeader = !Has(reply["token_endpoint_auth_methods_supported"], "client_secret_post"),
            })
            : new Found.Failed(LinkFailure.NoDeviceFlow($"{address} names no device_authorization_endpoint."));
    }

    private static Uri? Endpoint(Reply reply, string name) => Uri.TryCreate(reply[name], UriKind.Absolute, out var address) ? address : null;

    private static bool Has(string? list, string word) => list?.Split(' ').Contains(word, StringComparer.Ordinal) == true;

    private Found Checked(LinkServer server)
    {
        Uri?[] all = [server.DeviceAuthorizationEndpoint, server.TokenEndpoint, server.RevocationEndpoint, server.UserInfoEndpoint];
        var bad = Array.Find(all, address => address is not null && !exchange.IsAllowed(address));
        return bad is null ? new Found.Server(server) : new Found.Failed(LinkFailure.Insecure(bad.ToString()));
    }

    // A class, so that another thread sees all of it or nothing.
    private sealed record Find(LinkServer Server, TimeSpan Until);
}
