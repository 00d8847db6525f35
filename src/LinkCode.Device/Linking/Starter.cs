using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Device;

/// <summary>Asks for a code: RFC 8628 section 3.1, with PKCE and the device's facts beside what the RFC names.</summary>
internal sealed class Starter(LinkClientOptions options, Exchange exchange, Discovery discovery, Vault vault, Clock clock)
{
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromMinutes(10);

    // Set once the server has refused what goes beyond RFC 8628 and taken the same request without it.
    private volatile bool isPlain;

    public async Task<Started> StartAsync(CancellationToken cancellation)
    {
        return await discovery.FindAsync(cancellation).ConfigureAwait(false) switch
        {
            Found.Server { Endpoints: var server } => await AskAsync(server, cancellation).ConfigureAwait(false),
            Found.Trouble trouble => new Started.Trouble(trouble.Reason, trouble.RetryAfter),
            Found.Failed failed => new Started.Failed(failed.Failure),
            _ => throw new InvalidOperationException("An outcome of discovery has no arm here."),
        };
    }

    private async Task<Started> AskAsync(LinkServer server, CancellationToken cancellation)
    {
        // Counted from before the question was sent: the server's own count began later, so ours never ends after it.
        var asked = clock.Elapsed;
        var verifier = options.UsePkce && !isPlain ? Url64.Write(RandomNumberGenerator.GetBytes(32)) : null;
        var key = options.UseDPoP && server.TakesProofs ? ProofKey.Create() : null;
        var fields = await FieldsAsync(verifier, cancellation).ConfigureAwait(false);
        var reply = await exchange.PostAsync(server, server.DeviceAuthorizationEndpoint, fields, TimeSpan.Zero, cancellation, key).ConfigureAwait(false);
        if (reply.Error == "invalid_request" && !isPlain)
        {
            // RFC 6749 has servers ignore what they do not know; some refuse it instead.
            (verifier, asked) = (null, clock.Elapsed);
            reply = await exchange.PostAsync(server, server.DeviceAuthorizationEndpoint, [new("scope", options.Scope)], TimeSpan.Zero, cancellation, key).ConfigureAwait(false);
            isPlain = reply.Succeeded;
        }

        if (reply.Trouble is { } trouble && reply.Status is not (404 or 405))
        {
            return new Started.Trouble(trouble, reply.RetryAfter);
        }

        if (reply.Error is "slow_down" or "temporarily_unavailable")
        {
            return new Started.Trouble(reply.Error, reply.RetryAfter ?? reply.Seconds("interval"));
        }

        return reply.Succeeded ? Read(reply, verifier, key, asked) : new Started.Failed(LinkFailure.From(reply));
    }

    private async Task<List<KeyValuePair<string, string?>>> FieldsAsync(string? verifier, CancellationToken cancellation)
    {
        var fields = new List<KeyValuePair<string, string?>> { new("scope", options.Scope) };
        if (verifier is not null)
        {
            fields.Add(new("code_challenge", Url64.Write(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))));
            fields.Add(new("code_challenge_method", "S256"));
        }

        if (!isPlain)
        {
            fields.AddRange(options.Device.Fields(options.Device.InstallationId ?? await vault.InstallationAsync(cancellation).ConfigureAwait(false)));
        }

        return fields;
    }

    private Started Read(Reply reply, string? verifier, ProofKey? key, TimeSpan asked)
    {
        // "verification_url" is how Google writes it.
        var address = Page(reply["verification_uri"] ?? reply["verification_url"]);
        if (reply["device_code"] is not { } deviceCode || reply["user_code"] is not { } code || address is null)
        {
            return new Started.Failed(LinkFailure.BadAnswer("The answer lacks device_code, user_code or a web address in verification_uri."));
        }

        var lifetime = reply.Seconds("expires_in") is { } given && given > TimeSpan.Zero ? given : UsualLifetime;
        var complete = Page(reply["verification_uri_complete"] ?? reply["verification_url_complete"]);
        var link = new PendingLink(clock, deviceCode, verifier, new LinkPrompt(code, address, complete, lifetime), reply.Seconds("interval") ?? PendingLink.UsualInterval)
        {
            ExpiresAt = asked + lifetime,
            Key = key,
            LongWait = options.LongWait,
            Issuer = options.Issuer,
            ClientId = options.ClientId,
            Scope = options.Scope,
        };
        link.Plan(clock.Elapsed + link.Interval);
        return new Started.Ready(link);
    }

    /// <summary>The address if a browser may be sent to it, else null.</summary>
    internal static string? Page(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var page) && page.Scheme is "https" or "http" ? address : null;
}
