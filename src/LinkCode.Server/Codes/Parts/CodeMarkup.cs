using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LinkCode.Server.Codes.Parts;

/// <summary>A code as pages show it: grouped for the eye, letter by letter for the ear, left to right in every language.</summary>
internal static class CodeMarkup
{
    public static IHtmlContent Of(UserCode code)
    {
        var seen = new TagBuilder("span") { Attributes = { ["aria-hidden"] = "true" } };
        seen.InnerHtml.Append(code.Grouped);
        var spoken = new TagBuilder("span") { Attributes = { ["class"] = "spoken" } };
        spoken.InnerHtml.Append($" ({code.Spelled})");
        var whole = new TagBuilder("bdi") { Attributes = { ["dir"] = "ltr", ["class"] = "code" } };
        whole.InnerHtml.AppendHtml(seen).AppendHtml(spoken);
        return whole;
    }
}
