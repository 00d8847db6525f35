using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>A proof as it was sent (RFC 9449 §4.2): a signed token that names one request and carries the key it is signed with.</summary>
internal sealed class ProofText
{
    private readonly string text;
    private readonly JsonElement header;
    private readonly JsonElement payload;

    private ProofText(string text, JsonElement header, JsonElement payload) => (this.text, this.header, this.payload) = (text, header, payload);

    public string? Type => Text(header, "typ");

    public string Algorithm => Text(header, "alg") ?? "";

    /// <summary>The key, as it stands there.</summary>
    public JsonElement? Key => header.TryGetProperty("jwk", out var key) && key.ValueKind == JsonValueKind.Object ? key : null;

    /// <summary>Whether it says that more has to be understood than is understood here (RFC 7515 §4.1.11).</summary>
    public bool IsCritical => header.TryGetProperty("crit", out _);

    public string? Id => Text(payload, "jti");

    public string? Method => Text(payload, "htm");

    public string? Address => Text(payload, "htu");

    public string? TokenHash => Text(payload, "ath");

    public string? Nonce => Text(payload, "nonce");

    public DateTimeOffset? IssuedAt =>
        payload.TryGetProperty("iat", out var at) && at.ValueKind == JsonValueKind.Number && at.TryGetDouble(out var seconds) && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    /// <summary>What is signed.</summary>
    public byte[] Signed => Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]);

    public byte[] Signature => Base64UrlEncoder.DecodeBytes(text[(text.LastIndexOf('.') + 1)..]);

    public static ProofText? Read(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && parts.All(part => Base64Url.IsValid(part)) && Object(parts[0]) is { } header && Object(parts[1]) is { } payload
            ? new ProofText(text, header, payload)
            : null;
    }

    private static JsonElement? Object(string part)
    {
        try
        {
            // Of a member that stands there twice two readers might believe different ones.
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 };
            var root = JsonDocument.Parse(Base64Url.DecodeFromChars(part), options).RootElement;
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
