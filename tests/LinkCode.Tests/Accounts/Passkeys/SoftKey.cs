using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LinkCode.Tests.Accounts.Passkeys;

/// <summary>A passkey in software, which does what its device never would. It answers a question as a browser hands the answer on.</summary>
internal sealed class SoftKey
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The account it says it is for, as the server told it when it was made.</summary>
    public string UserHandle { get; set; } = "";

    /// <summary>How often it was used, as it says.</summary>
    public uint Count { get; set; }

    /// <summary>Whether its device made sure of its owner.</summary>
    public bool IsVerified { get; init; } = true;

    public bool IsSynced { get; init; }

    /// <summary>Where its browser was, when that is not where the question came from.</summary>
    public string? Origin { get; init; }

    public string? Domain { get; init; }

    public bool IsInAFrame { get; init; }

    public string Make(string question, string origin)
    {
        var asked = JsonDocument.Parse(question).RootElement;
        UserHandle = asked.GetProperty("user").GetProperty("id").GetString()!;
        var data = Data(asked.GetProperty("rp").GetProperty("id").GetString()!, makes: true);
        byte[] length = [(byte)(data.Length >> 8), (byte)data.Length];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x59, .. length, .. data];
        return Answer(new Dictionary<string, object>
        {
            ["clientDataJSON"] = Write(Said(asked, "webauthn.create", origin)),
            ["attestationObject"] = Write(attestation),
            ["transports"] = new[] { "internal" },
        });
    }

    public string Use(string question, string origin)
    {
        var asked = JsonDocument.Parse(question).RootElement;
        var (data, said) = (Data(asked.GetProperty("rpId").GetString()!, makes: false), Said(asked, "webauthn.get", origin));
        return Answer(new Dictionary<string, object>
        {
            ["clientDataJSON"] = Write(said),
            ["authenticatorData"] = Write(data),
            ["signature"] = Write(key.SignData([.. data, .. SHA256.HashData(said)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = UserHandle,
        });
    }

    /// <summary>The same passkey, made worse.</summary>
    public SoftKey With(bool isVerified = true, string? origin = null, string? domain = null, bool isInAFrame = false, string? userHandle = null, bool forged = false)
    {
        var other = new SoftKey { Id = Id, UserHandle = userHandle ?? UserHandle, Count = Count, IsVerified = isVerified, IsSynced = IsSynced, Origin = origin, Domain = domain, IsInAFrame = isInAFrame };
        if (!forged)
        {
            other.key.ImportParameters(key.ExportParameters(includePrivateParameters: true));
        }

        return other;
    }

    public static string Write(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private string Answer(Dictionary<string, object> response) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["id"] = Write(Id),
        ["rawId"] = Write(Id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new Dictionary<string, object>(),
        ["response"] = response,
    });

    private byte[] Said(JsonElement asked, string type, string origin) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["type"] = type,
        ["challenge"] = asked.GetProperty("challenge").GetString()!,
        ["origin"] = Origin ?? origin,
        ["crossOrigin"] = IsInAFrame,
    });

    // WebAuthn 3, 6.1: hash of the domain, flags, counter, and for a new one its id and public key.
    private byte[] Data(string domain, bool makes)
    {
        var flags = 0x01 | (IsVerified ? 0x04 : 0) | (IsSynced ? 0x18 : 0) | (makes ? 0x40 : 0);
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        byte[] data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain ?? domain)), (byte)flags, .. count];
        if (!makes)
        {
            return data;
        }

        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [.. data, .. new byte[16], (byte)(Id.Length >> 8), (byte)Id.Length, .. Id, 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];
}
