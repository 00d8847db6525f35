using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace LinkCode.Server.Platform;

/// <summary>The little Markdown that our own pages use: headings, paragraphs, lists, code, bold and links.</summary>
internal static partial class PlainMarkdown
{
    public static IHtmlContent Render(string markdown)
    {
        var html = new StringBuilder();
        foreach (var block in markdown.Replace("\r", "", StringComparison.Ordinal).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            html.AppendLine(Block(block.Trim('\n')));
        }

        return new HtmlString(html.ToString());
    }

    private static string Block(string block)
    {
        var lines = block.Split('\n');
        var level = block.TakeWhile(letter => letter == '#').Count();
        if (level is 1 or 2 or 3)
        {
            return $"<h{level}>{Inner(block[level..].Trim())}</h{level}>";
        }

        if (block.StartsWith("```", StringComparison.Ordinal))
        {
            return $"<pre><code>{HtmlEncoder.Default.Encode(string.Join('\n', lines[1..^1]))}</code></pre>";
        }

        return lines[0].StartsWith("- ", StringComparison.Ordinal)
            ? "<ul>" + string.Concat(lines.Select(line => $"<li>{Inner(line[2..])}</li>")) + "</ul>"
            : $"<p>{Inner(string.Join(' ', lines))}</p>";
    }

    // Everything is encoded first, so that only our own marks become HTML.
    private static string Inner(string text)
    {
        var html = HtmlEncoder.Default.Encode(text).Replace("&#x60;", "`", StringComparison.Ordinal);
        html = Code().Replace(html, "<code>$1</code>");
        html = Bold().Replace(html, "<strong>$1</strong>");
        return Link().Replace(html, match => $"<a href=\"{Address(match.Groups[2].Value)}\">{match.Groups[1].Value}</a>");
    }

    // A neighbour's file is a neighbour's page.
    private static string Address(string address) =>
        address.EndsWith(".md", StringComparison.Ordinal) ? "/errors/" + address[..^3] : address;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\[([^\]]+)\]\(((?:https://)?[^)\s&]+)\)")]
    private static partial Regex Link();
}
