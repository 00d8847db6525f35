using System.Collections.Frozen;
using System.Reflection;
using System.Xml.Linq;

namespace LinkCode.Server.Platform;

/// <summary>The signs of <c>Icons.svg</c>, drawn into the page itself: a file of them would be one more journey before a page is painted.</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, (string Box, string Drawing)> All = Read();

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>What a sign is drawn of. The style sheet gives it colour and line; a name that is unknown is a mistake of the page.</summary>
    public static string Drawing(string name) => All[name].Drawing;

    /// <summary>The room it is drawn in.</summary>
    public static string Box(string name) => All[name].Box;

    private static FrozenDictionary<string, (string, string)> Read()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("Icons.svg")!;
        return XElement.Load(file).Elements().ToFrozenDictionary(
            symbol => symbol.Attribute("id")!.Value,
            symbol => (symbol.Attribute("viewBox")!.Value, string.Concat(symbol.Elements().Select(Plain))));
    }

    // A page is HTML, which knows what an svg is without being told its namespace.
    private static string Plain(XElement element) => $"<{element.Name.LocalName} {string.Join(' ', element.Attributes().Select(one => $"{one.Name}=\"{one.Value}\""))}/>";
}
