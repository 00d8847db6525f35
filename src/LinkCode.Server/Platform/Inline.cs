using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LinkCode.Server.Platform;

/// <summary>The small pieces of HTML that stand inside sentences of the texts.</summary>
internal static class Inline
{
    public static IHtmlContent Link(string href, string text) => Element("a", text, ("href", href));

    public static IHtmlContent Strong(string text) => Element("strong", text);

    /// <summary>What others wrote, such as a device's name: its direction does not spread to the sentence.</summary>
    public static IHtmlContent Name(string text) => Element("bdi", text);

    /// <summary>An address or code: left to right in every language.</summary>
    public static IHtmlContent Ltr(string text) => Element("bdi", text, ("dir", "ltr"));

    /// <summary>A time as people say it, with the exact one for machines and on hover.</summary>
    public static IHtmlContent Time(DateTimeOffset at, string words) => Element(
        "time",
        words,
        ("datetime", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        ("title", at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));

    private static TagBuilder Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var element = new TagBuilder(name);
        foreach (var (attribute, value) in attributes)
        {
            element.Attributes[attribute] = value;
        }

        element.InnerHtml.Append(text);
        return element;
    }
}
