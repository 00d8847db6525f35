using System.Globalization;

namespace LinkCode.Device;

/// <summary>
/// What a device says about itself, so that its owner recognises it on the page and in the list of devices. All of it is
/// optional, shown as claimed by the device, and ignored by servers that do not know it.
/// </summary>
public sealed class DeviceFacts
{
    /// <summary>The name its owner knows it by: "Living room". Servers may cut it: LinkCode keeps 60 characters.</summary>
    public string? Name { get; set; }

    /// <summary>What kind of thing it is: <c>tv</c>, <c>console</c>, <c>cli</c>, <c>iot</c>, <c>agent</c> or <c>browser</c>.</summary>
    public string? Type { get; set; }

    /// <summary>Maker and model: "Bravia XR-55".</summary>
    public string? Model { get; set; }

    /// <summary>The version of your app: "2.1.0".</summary>
    public string? AppVersion { get; set; }

    /// <summary>
    /// A stable random id of this installation, so that linking again renews the entry in the list instead of adding one. If null, one is made
    /// once and kept in the token store. Never use a hardware number or an advertising id.
    /// </summary>
    public string? InstallationId { get; set; }

    /// <summary>The languages to speak to the owner, best first, as language tags with spaces between. Default: the language of the process.</summary>
    public string? UiLocales { get; set; } = CultureInfo.CurrentUICulture.Name;

    internal IEnumerable<KeyValuePair<string, string?>> Fields(string? installation)
    {
        yield return new("device_name", Name);
        yield return new("device_type", Type);
        yield return new("device_model", Model);
        yield return new("app_version", AppVersion);
        yield return new("device_id", InstallationId ?? installation);
        yield return new("ui_locales", UiLocales);
    }
}
