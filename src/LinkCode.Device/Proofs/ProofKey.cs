using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Device;

/// <summary>The key that a code and its tokens are bound to (RFC 9449): P-256, made here, and never sent but for its public half.</summary>
internal sealed class ProofKey
{
    private const int Size = 32;
    private readonly ECParameters parameters;
    private readonly string header;

    private ProofKey(ECParameters parameters)
    {
        this.parameters = parameters;
        var (x, y) = (Url64.Write(parameters.Q.X!), Url64.Write(parameters.Q.Y!));
        header = $$$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"{{{x}}}","y":"{{{y}}}"}}""";
    }

    public static ProofKey Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new ProofKey(key.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>The key as <see cref="Save"/> wrote it, or null if the text is damaged or there is none.</summary>
    public static ProofKey? Restore(string? saved)
    {
        var parts = saved?.Split('.').Select(Url64.Read).ToArray() ?? [];
        return parts.Length == 3 && parts.All(part => part?.Length == Size)
            ? new ProofKey(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = parts[0], Q = { X = parts[1], Y = parts[2] } })
            : null;
    }

    /// <summary>The key with its private half.</summary>
    public string Save() => $"{Url64.Write(parameters.D!)}.{Url64.Write(parameters.Q.X!)}.{Url64.Write(parameters.Q.Y!)}";

    /// <summary>A proof for one request (RFC 9449 section 4.2).</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="address">Its address; query and hash are left out.</param>
    /// <param name="accessToken">The token that it is sent with; null where there is none.</param>
    /// <param name="nonce">What the server wants in it; null if it said nothing.</param>
    /// <param name="now">The time.</param>
    public string Prove(string method, Uri address, string? accessToken, string? nonce, DateTimeOffset now)
    {
        var payload = new JsonText()
            .Add("jti", Url64.Write(RandomNumberGenerator.GetBytes(16)))
            .Add("htm", method)
            .Add("htu", address.GetLeftPart(UriPartial.Path))
            .Add("iat", now.ToUnixTimeSeconds())
            .Add("ath", accessToken is null ? null : Url64.Write(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))))
            .Add("nonce", nonce)
            .ToString();
        var signed = Url64.Write(Encoding.UTF8.GetBytes(header)) + "." + Url64.Write(Encoding.UTF8.GetBytes(payload));

        // Made anew each time: a key of the platform may be used by one thread only.
        using var key = ECDsa.Create(parameters);
        return signed + "." + Url64.Write(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256));
    }
}
