using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.WebUtilities;

namespace LinkCode.Server.Platform;

/// <summary>The small pieces of HTML that stand inside sentences.</summary>
internal static class Markup
{
    public static IHtmlContent Link(string href, string text)
    {
        var link = new TagBuilder("a") { Attributes = { ["href"] = href } };
        link.InnerHtml.Append(text);
        return link;
    }

    /// <summary>An address: left to right in every language.</summary>
    public static IHtmlContent Address(string? text)
    {
        var isolated = new TagBuilder("bdi") { Attributes = { ["dir"] = "ltr" } };
        isolated.InnerHtml.Append(text ?? "");
        return isolated;
    }

    public static IHtmlContent Strong(string text)
    {
        var strong = new TagBuilder("strong");
        strong.InnerHtml.Append(text);
        return strong;
    }

    /// <summary>Words that only a screen reader says.</summary>
    public static IHtmlContent Spoken(string text)
    {
        var spoken = new TagBuilder("span") { Attributes = { ["class"] = "spoken" } };
        spoken.InnerHtml.Append(text);
        return spoken;
    }

    /// <summary>A path of this site that keeps the person's errand.</summary>
    public static string Path(string path, string? next) => next is null ? path : QueryHelpers.AddQueryString(path, "next", next);

    /// <summary>A path of this site with what is known of its query.</summary>
    public static string Path(string path, IEnumerable<KeyValuePair<string, string?>> query) =>
        QueryHelpers.AddQueryString(path, query.Where(part => !string.IsNullOrEmpty(part.Value)));

    /// <summary>A sign of <c>Icons.svg</c>, for decoration beside words.</summary>
    public static IHtmlContent Icon(string name, bool isBig = false) => new HtmlString(
        $"<svg class=\"icon{(isBig ? " big" : "")}\" width=\"24\" height=\"24\" aria-hidden=\"true\" focusable=\"false\" viewBox=\"{Icons.Box(name)}\">{Icons.Drawing(name)}</svg>");

    /// <summary>A name from elsewhere: it keeps its own direction and turns nothing around it.</summary>
    public static IHtmlContent Name(string text)
    {
        var isolated = new TagBuilder("bdi");
        isolated.InnerHtml.Append(text);
        return isolated;
    }

    /// <summary>One or two letters that stand for a person.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "" : string.Concat(new[] { words[0], words[^1] }.Take(words.Length).Select(word => StringInfo.GetNextTextElement(word))).ToUpper(CultureInfo.CurrentCulture);
    }
}
