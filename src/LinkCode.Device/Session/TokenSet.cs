namespace LinkCode.Device;

/// <summary>What the token endpoint gave (RFC 6749 section 5.1), and until when it is fresh.</summary>
internal sealed class TokenSet
{
    private TokenSet(string accessToken) => AccessToken = accessToken;

    public string AccessToken { get; }

    public string? RefreshToken { get; private init; }

    public string? IdToken { get; private init; }

    public string? Scope { get; private init; }

    /// <summary>How long the access token lives; null if the server did not say, which means: until it is refused.</summary>
    public TimeSpan? Lifetime { get; private init; }

    /// <summary>When it ends, on this process's monotonic clock.</summary>
    public TimeSpan? EndsAt { get; private init; }

    /// <summary>The key that the refresh token is bound to; null if to none.</summary>
    public ProofKey? Key { get; private init; }

    /// <summary>Whether the access token is sent with a proof of the key (RFC 9449), instead of alone.</summary>
    public bool IsBound => Key is not null && string.Equals(Type, Prover.Header, StringComparison.OrdinalIgnoreCase);

    private string? Type { get; init; }

    private long ObtainedAt { get; init; }

    /// <param name="reply">The token endpoint's answer.</param>
    /// <param name="before">The set it replaces: what the answer does not repeat stays (RFC 6749 section 6).</param>
    /// <param name="key">The key that was proven; null if none was.</param>
    /// <param name="clock">The clock.</param>
    public static TokenSet From(Reply reply, TokenSet? before, ProofKey? key, Clock clock) => new(reply["access_token"]!)
    {
        RefreshToken = reply["refresh_token"] ?? before?.RefreshToken,
        IdToken = reply["id_token"] ?? before?.IdToken,
        Scope = reply["scope"] ?? before?.Scope,
        Key = key,
        Type = reply["token_type"],
        Lifetime = reply.Seconds("expires_in"),
        EndsAt = clock.Elapsed + reply.Seconds("expires_in"),
        ObtainedAt = clock.UtcNow.ToUnixTimeSeconds(),
    };

    public static TokenSet? Restore(string saved, Clock clock)
    {
        var fields = Fields.Read(saved);
        if (fields?["access_token"] is not { } access)
        {
            return null;
        }

        var lifetime = fields.Seconds("expires_in");
        var obtained = fields.Moment("obtained_at").ToUnixTimeSeconds();
        var age = TimeSpan.FromSeconds(clock.UtcNow.ToUnixTimeSeconds() - obtained);
        // A clock that ran backwards says nothing about the token's age: use it until it is refused.
        var left = age < TimeSpan.Zero ? null : lifetime - age;
        return new TokenSet(access)
        {
            RefreshToken = fields["refresh_token"],
            IdToken = fields["id_token"],
            Scope = fields["scope"],
            Key = ProofKey.Restore(fields["dpop_key"]),
            Type = fields["token_type"],
            Lifetime = lifetime,
            EndsAt = clock.Elapsed + left,
            ObtainedAt = obtained,
        };
    }

    public string Save() => new JsonText()
        .Add("v", 1)
        .Add("access_token", AccessToken)
        .Add("refresh_token", RefreshToken)
        .Add("id_token", IdToken)
        .Add("scope", Scope)
        .Add("token_type", Type)
        .Add("dpop_key", Key?.Save())
        .Add("expires_in", (long?)Lifetime?.TotalSeconds)
        .Add("obtained_at", ObtainedAt)
        .ToString();

    public override string ToString() => "TokenSet (secret)";
}
