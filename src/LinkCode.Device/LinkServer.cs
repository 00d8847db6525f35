namespace LinkCode.Device;

/// <summary>
/// Where a server's endpoints are. Usually found by discovery (RFC 8414); give it yourself for servers that publish no such
/// document, such as GitHub.
/// </summary>
public sealed class LinkServer
{
    /// <summary>Describes a server.</summary>
    /// <param name="issuer">The server's name for itself, an https address.</param>
    /// <param name="deviceAuthorizationEndpoint">Where a device asks for a code (RFC 8628 section 3.1).</param>
    /// <param name="tokenEndpoint">Where a device asks for its tokens (RFC 6749 section 3.2).</param>
    public LinkServer(string issuer, Uri deviceAuthorizationEndpoint, Uri tokenEndpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentNullException.ThrowIfNull(deviceAuthorizationEndpoint);
        ArgumentNullException.ThrowIfNull(tokenEndpoint);
        Issuer = issuer;
        DeviceAuthorizationEndpoint = deviceAuthorizationEndpoint;
        TokenEndpoint = tokenEndpoint;
    }

    /// <summary>The server's name for itself.</summary>
    public string Issuer { get; }

    /// <summary>Where a device asks for a code.</summary>
    public Uri DeviceAuthorizationEndpoint { get; }

    /// <summary>Where a device asks for its tokens.</summary>
    public Uri TokenEndpoint { get; }

    /// <summary>Where a code or a session is given back (RFC 7009); null if the server has no such place.</summary>
    public Uri? RevocationEndpoint { get; set; }

    /// <summary>Where the account's name and picture can be asked for (OpenID Connect Core section 5.3); null if nowhere.</summary>
    public Uri? UserInfoEndpoint { get; set; }

    /// <summary>Whether it binds codes and tokens to a key that the device proves with ES256 (DPoP, RFC 9449). Discovery finds it out.</summary>
    public bool TakesProofs { get; set; }

    /// <summary>Whether a client secret goes into the Authorization header instead of the body (RFC 6749 section 2.3.1).</summary>
    public bool SecretInHeader { get; set; }
}
