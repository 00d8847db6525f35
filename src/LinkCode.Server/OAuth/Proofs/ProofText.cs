using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>A proof as it was sent (RFC 9449 §4.2): a signed token that names one request and carries the key it is signed with.</summary>
internal sealed class ProofText
{
    // Those who decode are kinder: they skip white space, and some of them only at some places.
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private ProofText(string signed, JsonElement header, JsonElement payload, byte[] signature)
    {
        (Signed, Signature) = (Encoding.ASCII.GetBytes(signed), signature);
        (Type, Algorithm, IsCritical) = (Text(header, "typ"), Text(header, "alg") ?? "", header.TryGetProperty("crit", out _));
        Key = header.TryGetProperty("jwk", out var key) && key.ValueKind == JsonValueKind.Object
            ? key.EnumerateObject().ToDictionary(member => member.Name, member => Text(member.Value), StringComparer.Ordinal)
            : null;
        (Id, Method, Address) = (Text(payload, "jti"), Text(payload, "htm"), Text(payload, "htu"));
        (TokenHash, Nonce, IssuedAt) = (Text(payload, "ath"), Text(payload, "nonce"), Moment(payload, "iat"));
    }

    public string? Type { get; }

    public string Algorithm { get; }

    /// <summary>The members of the key as they stand there; null for those that are no text.</summary>
    public IReadOnlyDictionary<string, string?>? Key { get; }

    /// <summary>Whether it says that more has to be understood than is understood here (RFC 7515 §4.1.11).</summary>
    public bool IsCritical { get; }

    public string? Id { get; }

    public string? Method { get; }

    public string? Address { get; }

    public string? TokenHash { get; }

    public string? Nonce { get; }

    public DateTimeOffset? IssuedAt { get; }

    /// <summary>What is signed.</summary>
    public byte[] Signed { get; }

    public byte[] Signature { get; }

    /// <summary>Whether a text is base64url and nothing else.</summary>
    public static bool IsBase64Url(string text) => !text.AsSpan().ContainsAnyExcept(Letters) && Base64Url.IsValid(text);

    /// <summary>Reads all there is to read; null when it is no proof at all.</summary>
    public static ProofText? Read(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || parts.Any(part => part.Length == 0 || !IsBase64Url(part)))
        {
            return null;
        }

        try
        {
            using var header = Parse(parts[0]);
            using var payload = Parse(parts[1]);
            return header.RootElement.ValueKind == JsonValueKind.Object && payload.RootElement.ValueKind == JsonValueKind.Object
                ? new ProofText(text[..text.LastIndexOf('.')], header.RootElement, payload.RootElement, Base64Url.DecodeFromChars(parts[2]))
                : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            // The last of the three is half a character in a name or a text: JSON allows to write it, and no string can hold it.
            return null;
        }
    }

    // Of a member that stands there twice two readers might believe different ones.
    private static JsonDocument Parse(string part) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(part), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });

    private static string? Text(JsonElement part, string name) => part.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Moment(JsonElement part, string name) =>
        part.TryGetProperty(name, out var at) && at.ValueKind == JsonValueKind.Number && at.TryGetDouble(out var seconds) && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
}
