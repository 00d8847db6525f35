using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.WebUtilities;

namespace LinkCode.Server.Accounts.Parts;

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
}
