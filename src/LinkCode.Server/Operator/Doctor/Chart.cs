namespace LinkCode.Server.Operator.Doctor;

/// <summary>Where the server's doors are: from its own discovery documents, or told by the caller where there are none.</summary>
internal sealed record Chart
{
    public required Answer OpenIdDocument { get; init; }

    public required Answer OAuthDocument { get; init; }

    public required string Device { get; init; }

    public required string Token { get; init; }

    public string? Revocation { get; init; }

    public string? Introspection { get; init; }

    public string? UserInfo { get; init; }

    public string? Authorization { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IEnumerable<(string Name, Answer Answer)> Documents =>
        [("openid-configuration", OpenIdDocument), ("oauth-authorization-server", OAuthDocument)];

    /// <summary>Null where neither the documents nor the caller name the two endpoints.</summary>
    public static async Task<Chart?> ReadAsync(Wire wire, PatientFacts facts, CancellationToken cancel)
    {
        var openId = await FindAsync(wire, facts.Address, "openid-configuration", cancel);
        var oauth = await FindAsync(wire, facts.Address, "oauth-authorization-server", cancel);
        string? Named(string member) => oauth.Text(member) ?? openId.Text(member);
        return (facts.DeviceEndpoint ?? Named("device_authorization_endpoint")) is { } device
            && (facts.TokenEndpoint ?? Named("token_endpoint")) is { } token
            ? new Chart
            {
                OpenIdDocument = openId,
                OAuthDocument = oauth,
                Device = device,
                Token = token,
                Revocation = Named("revocation_endpoint"),
                Introspection = Named("introspection_endpoint"),
                UserInfo = Named("userinfo_endpoint"),
                Authorization = Named("authorization_endpoint"),
                Scopes = openId.Words("scopes_supported") is { Count: > 0 } scopes ? scopes : oauth.Words("scopes_supported"),
            }
            : null;
    }

    /// <summary>Servers below a path put the well-known part before it (RFC 8414) or after it (OpenID Connect Discovery).</summary>
    private static async Task<Answer> FindAsync(Wire wire, string address, string name, CancellationToken cancel)
    {
        var issuer = new Uri(address.TrimEnd('/'));
        var path = issuer.AbsolutePath.TrimEnd('/');
        var root = issuer.GetLeftPart(UriPartial.Authority);
        var after = await wire.GetAsync($"{root}{path}/.well-known/{name}", cancel);
        return after.Ok || path.Length == 0 ? after : await wire.GetAsync($"{root}/.well-known/{name}{path}", cancel);
    }
}
