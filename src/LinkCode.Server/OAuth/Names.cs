namespace LinkCode.Server.OAuth;

/// <summary>The addresses and words of this room.</summary>
internal static class Names
{
    public const string Authorize = "/oauth/authorize";
    public const string Device = "/oauth/device";
    public const string Token = "/oauth/token";
    public const string Revoke = "/oauth/revoke";
    public const string Introspect = "/oauth/introspect";
    public const string UserInfo = "/oauth/userinfo";

    /// <summary>The header of a proof that the sender holds its key (RFC 9449).</summary>
    public const string Proof = "DPoP";

    /// <summary>The error of a token that is not good here (RFC 6750 §3.1).</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>The claim of an authorization code that says which key it was asked for with.</summary>
    public const string CodeKey = "lc_key";

    /// <summary>The claim of a refresh token that says which of its line it is.</summary>
    public const string Generation = "lc_generation";

    /// <summary>The claim of an authorization code that becomes the device's id.</summary>
    public const string CodeId = "lc_code";

    /// <summary>The claim of an authorization code that dies when its person is signed out everywhere.</summary>
    public const string Mark = "lc_mark";

    /// <summary>The claim of codes and refresh tokens that says how the person signed in.</summary>
    public const string ProvenBy = "lc_proven";

    /// <summary>The authentication method of a token that came by device code, so that any API can tell.</summary>
    public const string DeviceCodeMethod = "device_code";
}
