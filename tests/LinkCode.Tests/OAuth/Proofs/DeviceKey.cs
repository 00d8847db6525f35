using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>A key in a device, and proofs made with it, right or spoiled on purpose.</summary>
public sealed class DeviceKey : IDisposable
{
    private readonly AsymmetricAlgorithm key;
    private readonly string algorithm;

    public DeviceKey(string algorithm = "ES256")
    {
        this.algorithm = algorithm;
        key = algorithm switch
        {
            "ES256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            "ES384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            "ES512" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
            _ => RSA.Create(2048),
        };
    }

    /// <summary>The public half (RFC 7517).</summary>
    public JsonObject Jwk => key switch
    {
        ECDsa ec => Ec(ec.ExportParameters(false)),
        RSA rsa => new JsonObject { ["kty"] = "RSA", ["n"] = Url64(rsa.ExportParameters(false).Modulus!), ["e"] = Url64(rsa.ExportParameters(false).Exponent!) },
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The thumbprint (RFC 7638), made from what the RFC names, in the order of the alphabet.</summary>
    public string Thumbprint
    {
        get
        {
            var members = Jwk.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":\"{member.Value}\"");
            return Url64(SHA256.HashData(Encoding.UTF8.GetBytes("{" + string.Join(',', members) + "}")));
        }
    }

    /// <summary>A proof for one request (RFC 9449 §4.2).</summary>
    public string Prove(
        string method, Uri address, DateTimeOffset now, string? token = null, string? nonce = null, Action<JsonObject>? header = null, Action<JsonObject>? payload = null, DeviceKey? signedBy = null)
    {
        var head = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = algorithm, ["jwk"] = Jwk };
        header?.Invoke(head);
        var body = new JsonObject { ["jti"] = Guid.NewGuid().ToString(), ["htm"] = method, ["htu"] = address.GetLeftPart(UriPartial.Path), ["iat"] = now.ToUnixTimeSeconds() };
        if (token is not null)
        {
            body["ath"] = Url64(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        }

        if (nonce is not null)
        {
            body["nonce"] = nonce;
        }

        payload?.Invoke(body);
        return Sign(head.ToJsonString(), body.ToJsonString(), signedBy);
    }

    /// <summary>Signs any two texts.</summary>
    public string Sign(string header, string payload, DeviceKey? signedBy = null)
    {
        var text = Url64(Encoding.UTF8.GetBytes(header)) + "." + Url64(Encoding.UTF8.GetBytes(payload));
        var bytes = Encoding.ASCII.GetBytes(text);
        var hash = algorithm switch
        {
            "ES384" => HashAlgorithmName.SHA384,
            "ES512" => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA256,
        };
        var signature = (signedBy ?? this).key switch
        {
            ECDsa ec => ec.SignData(bytes, hash),
            RSA rsa => rsa.SignData(bytes, hash, algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            _ => throw new InvalidOperationException(),
        };
        return text + "." + Url64(signature);
    }

    public void Dispose() => key.Dispose();

    private static string Url64(byte[] bytes) => TestDevice.Base64Url(bytes);

    private static JsonObject Ec(ECParameters parameters) => new()
    {
        ["kty"] = "EC",
        ["crv"] = parameters.Q.X!.Length switch { 32 => "P-256", 48 => "P-384", _ => "P-521" },
        ["x"] = Url64(parameters.Q.X!),
        ["y"] = Url64(parameters.Q.Y!),
    };
}
