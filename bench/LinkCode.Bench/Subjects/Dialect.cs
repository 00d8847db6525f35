using LinkCode.Bench.Load;

namespace LinkCode.Bench.Subjects;

/// <summary>Where a server listens for RFC 8628 and how it wants to be asked.</summary>
internal sealed record Dialect(string DevicePath, string TokenPath, string App, string Scope, bool SpeaksJson = false)
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:device_code";

    public static Dialect Ours { get; } = new("/oauth/device", "/oauth/token", "bench-tv", "openid profile offline_access");

    public static Dialect OpenIddict { get; } = new("/connect/device", "/connect/token", "demo-tv", "openid profile offline_access");

    public static Dialect OidcProvider { get; } = new("/device/auth", "/token", "demo-tv", "openid profile offline_access");

    public static Dialect BetterAuth { get; } = new("/api/auth/device/code", "/api/auth/device/token", "demo-tv", "openid profile", SpeaksJson: true);

    /// <summary>Asks for codes.</summary>
    public byte[] Start(Uri address) => SpeaksJson
        ? Requests.Post(address, DevicePath, $$"""{"client_id":"{{App}}","scope":"{{Scope}}"}""", "application/json")
        : Requests.Post(address, DevicePath, $"client_id={App}&scope={Uri.EscapeDataString(Scope)}");

    /// <summary>Polls with a device code, or takes its tokens.</summary>
    public byte[] Poll(Uri address, string deviceCode, string headers = "") => SpeaksJson
        ? Requests.Post(address, TokenPath, $$"""{"grant_type":"{{Grant}}","client_id":"{{App}}","device_code":"{{deviceCode}}"}""", "application/json", headers)
        : Requests.Post(address, TokenPath, $"grant_type={Uri.EscapeDataString(Grant)}&client_id={App}&device_code={Uri.EscapeDataString(deviceCode)}", headers: headers);

    public static bool IsWaiting(ReadOnlySpan<byte> answer) => Wire.Status(answer) == 400 && answer.IndexOf("authorization_pending"u8) > 0;

    public static bool IsStart(ReadOnlySpan<byte> answer) => Wire.Status(answer) == 200 && answer.IndexOf("\"device_code\""u8) > 0;

    public static bool IsTokens(ReadOnlySpan<byte> answer) => Wire.Status(answer) == 200
        && answer.IndexOf("\"access_token\""u8) > 0 && answer.IndexOf("\"refresh_token\""u8) > 0 && answer.IndexOf("\"id_token\""u8) > 0;
}
