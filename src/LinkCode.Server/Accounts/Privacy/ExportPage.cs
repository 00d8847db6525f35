using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Writes an export as a page that needs nothing else: no scripts, no network, and no server any more.</summary>
internal sealed class ExportPage(IStringLocalizer<Text> texts, IOptions<SiteOptions> site)
{
    // Letters of every script stand as themselves.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // More than these are easier to read as lines of a table.
    private const int MostCards = 12;

    private const string Style =
        ":root{color-scheme:light dark}body{margin:0 auto;padding:24px 16px 64px;max-width:60rem;font:17px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif}"
        + "h1{font-size:1.65rem;line-height:1.25}h2{font-size:1.2rem;margin:2.5rem 0 .5rem}p,dt,.quiet{opacity:.8}nav ul{padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px}"
        + "dl{margin:0 0 12px;padding:12px 16px;border:1px solid #8886;border-radius:12px;display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:2px 16px}dd{margin:0;overflow-wrap:anywhere}"
        + "@media(max-width:480px){dl{grid-template-columns:1fr}dd{margin-block-end:6px}}"
        + "div{overflow-x:auto}table{border-collapse:collapse;font-size:.88rem}th,td{padding:4px 16px 4px 0;text-align:start;vertical-align:top;border-bottom:1px solid #8884}[dir=rtl] th,[dir=rtl] td{padding:4px 0 4px 16px}a{color:inherit}";

    public string Write(IReadOnlyList<PersonalSection> sections, DateTimeOffset now)
    {
        var title = Safe(texts["export.page.title", site.Value.SiteName]);
        var html = new StringBuilder($"<!doctype html>\n<html lang=\"{CultureInfo.CurrentUICulture.Name}\" dir=\"{PlatformRoom.Direction}\"><head><meta charset=\"utf-8\"><title>{title}</title>")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Append(CultureInfo.InvariantCulture, $"<style>{Style}</style></head>\n<body><h1>{title}</h1><p>{Safe(texts["export.page.lead", TimeWords.InFull(now)])}</p><nav><ul>");
        foreach (var section in sections)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{section.Name}\">{Safe(section.Title)}</a></li>");
        }

        html.Append("</ul></nav>\n");
        foreach (var section in sections)
        {
            html.Append(CultureInfo.InvariantCulture, $"<section id=\"{section.Name}\"><h2>{Safe(section.Title)}</h2>");
            Write(html, section);
            html.Append("</section>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    private void Write(StringBuilder html, PersonalSection section)
    {
        switch (section.Entries.Count)
        {
            case 0:
                html.Append(CultureInfo.InvariantCulture, $"<p>{Safe(texts["data.nothing"])}</p>");
                break;
            case > MostCards:
                WriteTable(html, section.Entries);
                break;
            default:
                section.Entries.ToList().ForEach(entry => WriteCard(html, entry));
                break;
        }
    }

    private static void WriteCard(StringBuilder html, IReadOnlyList<PersonalFact> entry)
    {
        html.Append("<dl>");
        foreach (var fact in entry.Where(fact => Words(fact).Length > 0))
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{Safe(fact.Title)}</dt><dd><bdi>{Safe(Words(fact))}</bdi></dd>");
        }

        html.Append("</dl>");
    }

    private static void WriteTable(StringBuilder html, IReadOnlyList<IReadOnlyList<PersonalFact>> entries)
    {
        // A column that is empty everywhere says nothing.
        var columns = entries.SelectMany(entry => entry).Where(fact => Words(fact).Length > 0).Select(fact => fact.Name).ToHashSet(StringComparer.Ordinal);
        var titles = entries.SelectMany(entry => entry).Where(fact => columns.Contains(fact.Name)).DistinctBy(fact => fact.Name).ToList();
        html.Append("<div><table><thead><tr>").AppendJoin("", titles.Select(fact => $"<th scope=\"col\">{Safe(fact.Title)}</th>")).Append("</tr></thead><tbody>\n");
        foreach (var entry in entries)
        {
            var facts = entry.ToDictionary(fact => fact.Name, Words, StringComparer.Ordinal);
            html.Append("<tr>").AppendJoin("", titles.Select(title => $"<td><bdi>{Safe(facts.GetValueOrDefault(title.Name, ""))}</bdi></td>")).Append("</tr>\n");
        }

        html.Append("</tbody></table></div>");
    }

    private static string Words(PersonalFact fact) => fact.Words ?? Convert.ToString(fact.Value, CultureInfo.CurrentCulture) ?? "";

    private static string Safe(string text) => Encoder.Encode(text);
}
