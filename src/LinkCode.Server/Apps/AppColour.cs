using System.Collections.Immutable;
using System.Text.Json;
using LinkCode.Server.Platform.Looks;

namespace LinkCode.Server.Apps;

/// <summary>
/// An app's own colour: the ground of its tile where people are asked about it, and nothing else. No notice, button or edge of ours
/// ever takes it, so that no app can dress up as this server or paint a warning away.
/// </summary>
internal static class AppColour
{
    // Kept among the app's properties, which are a list by name already.
    private const string Property = "colour";

    /// <summary>What is wrong with a colour, or null.</summary>
    public static string? Problem(string text) => text.Length == 0 ? null
        : Colour.Read(text) is { } colour ? Paper.Problem("An app's colour", colour, Paper.Tiles)
        : $"An app's colour: {text} is not a colour. Write #rrggbb, for example #d93025.";

    public static void Write(IDictionary<string, JsonElement> properties, string text)
    {
        if (text.Length > 0)
        {
            properties[Property] = JsonSerializer.SerializeToElement(text);
        }
    }

    /// <summary>The colour among an app's properties, or empty.</summary>
    public static string Read(IReadOnlyDictionary<string, JsonElement> properties) => properties.TryGetValue(Property, out var value) ? value.GetString() ?? "" : "";

    /// <summary>The same from the row.</summary>
    public static Colour? Of(App app) => string.IsNullOrEmpty(app.Properties) ? null : Colour.Read(Read(JsonSerializer.Deserialize<ImmutableDictionary<string, JsonElement>>(app.Properties)!));
}
