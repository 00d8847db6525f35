using System.Text.Json.Serialization;
using LinkCode.Server.Apps;

namespace LinkCode.Server.Devices;

/// <summary>The answer of <c>GET /account/devices</c>, last used first.</summary>
internal sealed record DevicesAnswer([property: JsonPropertyName("devices")] IReadOnlyList<DeviceAnswer> Devices);

/// <summary>One linked device, for programs.</summary>
/// <param name="Kind">What its app is made for: <c>tv</c>, <c>console</c>, <c>cli</c>, <c>iot</c>, <c>agent</c>, <c>browser</c>, or <c>unknown</c> when that app is gone.</param>
/// <param name="Current">Whether this is the device that asks.</param>
internal sealed record DeviceAnswer(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("app")] string App,
    [property: JsonPropertyName("linked_at")] DateTimeOffset LinkedAt,
    [property: JsonPropertyName("last_used_at")] DateTimeOffset LastUsedAt,
    [property: JsonPropertyName("current")] bool Current)
{
    public static DeviceAnswer Of(Device device, AppCard? app, Guid? current) => new(
        device.Id,
        device.Name,
        app?.Kind.ToString().ToLowerInvariant() ?? "unknown",
        app?.Name ?? "",
        device.LinkedAt,
        device.LastUsedAt,
        device.Id == current);
}
