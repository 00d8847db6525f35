using System.Net;
using System.Text.RegularExpressions;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>As much of HTML as the rules need: forms, their fields, buttons and the words a person reads.</summary>
internal static partial class Markup
{
    public static IReadOnlyList<PageForm> Forms(string html) =>
    [
        .. FormTag().Matches(html).Select(form => new PageForm(
            Attribute(form.Groups["tag"].Value, "action") ?? "",
            Attribute(form.Groups["tag"].Value, "method")?.ToUpperInvariant() ?? "GET",
            [.. InputTag().Matches(form.Groups["inside"].Value).Select(input => new PageField(
                Attribute(input.Value, "name") ?? "",
                Attribute(input.Value, "value") ?? "",
                Attribute(input.Value, "type")?.ToLowerInvariant() ?? "text"))])),
    ];

    /// <summary>Submit buttons in reading order, wherever they stand.</summary>
    public static IReadOnlyList<PageButton> Buttons(string html) =>
    [
        .. ButtonTag().Matches(html)
            .Where(button => (Attribute(button.Groups["tag"].Value, "type") ?? "submit").Equals("submit", StringComparison.OrdinalIgnoreCase))
            .Select(button => new PageButton(
                Text(button.Groups["inside"].Value) is { Length: > 0 } words ? words : Attribute(button.Groups["tag"].Value, "value") ?? "",
                AutofocusName().IsMatch(button.Groups["tag"].Value))),
    ];

    public static string Text(string html) =>
        Spaces().Replace(WebUtility.HtmlDecode(AnyTag().Replace(Unread().Replace(html, " "), " ")), " ").Trim();

    public static string? Meta(string html, string name) => MetaTag().Matches(html)
        .Where(tag => string.Equals(Attribute(tag.Value, "name"), name, StringComparison.OrdinalIgnoreCase))
        .Select(tag => Attribute(tag.Value, "content"))
        .FirstOrDefault();

    private static string? Attribute(string tag, string name) => AttributePair().Matches(tag)
        .Where(pair => pair.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(pair => WebUtility.HtmlDecode(pair.Groups["value"].Value))
        .FirstOrDefault();

    [GeneratedRegex("<form(?<tag>[^>]*)>(?<inside>.*?)</form>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex FormTag();

    [GeneratedRegex("<input[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex InputTag();

    [GeneratedRegex("<button(?<tag>[^>]*)>(?<inside>.*?)</button>|<input(?<tag>[^>]*type=[\"']?submit[^>]*)>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex ButtonTag();

    [GeneratedRegex("<meta[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex MetaTag();

    [GeneratedRegex(@"\sautofocus(\s|=|$)", RegexOptions.IgnoreCase)]
    private static partial Regex AutofocusName();

    [GeneratedRegex("""(?<name>[\w:-]+)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'>]+))""")]
    private static partial Regex AttributePair();

    [GeneratedRegex("<(script|style|head)[^>]*>.*?</\\1>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Unread();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex AnyTag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

internal sealed record PageForm(string Action, string Method, IReadOnlyList<PageField> Fields)
{
    /// <summary>The field that a person types into, if there is one and it is no password.</summary>
    public PageField? Typed => Fields.FirstOrDefault(input => input.Type is "text" or "search" or "tel" or "number" && input.Name.Length > 0);

    public bool AsksPassword => Fields.Any(input => input.Type == "password");
}

internal sealed record PageField(string Name, string Value, string Type);

internal sealed record PageButton(string Words, bool Autofocus);
