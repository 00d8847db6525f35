using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LinkCode.Server.Platform;

/// <summary><c>&lt;icon name="check" /&gt;</c>: a sign of our own. Words stand beside it, so screen readers pass it over.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTag : TagHelper
{
    /// <summary>Its name in <c>Icons.svg</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Pixels wide and high; 24 unless the style sheet says otherwise.</summary>
    public int Size { get; set; } = 24;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var given = output.Attributes["class"]?.Value;
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", given ?? "icon");
        output.Attributes.SetAttribute("width", Size);
        output.Attributes.SetAttribute("height", Size);
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Attributes.SetAttribute("focusable", "false");
        output.Attributes.SetAttribute("viewBox", Icons.Box(Name));
        output.Content.SetHtmlContent(Icons.Drawing(Name));
    }
}
