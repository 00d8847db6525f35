using System.Globalization;
using System.Net;
using System.Text;

namespace LinkCode.Bench.Report;

/// <summary>Horizontal bars on a logarithmic scale, drawn as SVG; ours is the first.</summary>
internal sealed record Plot(string What, IReadOnlyList<(string Name, double Value)> Rows)
{
    private const int Left = 390;
    private const int Width = 420;
    private const int RowHeight = 30;
    private const int Top = 44;

    public string ToSvg()
    {
        var (low, high) = Range();
        var height = Top + (Rows.Count * RowHeight) + 34;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 90} {height}" font-family="system-ui, sans-serif" font-size="14" role="img" aria-label="{WebUtility.HtmlEncode(What)}">""").AppendLine();
        svg.AppendLine("<style>text{fill:#1f2937}.grid{stroke:#d1d5db}.other{fill:#94a3b8}.ours{fill:#0f766e}@media(prefers-color-scheme:dark){text{fill:#e5e7eb}.grid{stroke:#374151}.other{fill:#64748b}.ours{fill:#2dd4bf}}</style>");
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="20" font-weight="600">{WebUtility.HtmlEncode(What)} (logarithmic)</text>""").AppendLine();
        for (var power = low; power <= high; power++)
        {
            var x = Left + (Width * (power - low) / (double)(high - low));
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="grid" x1="{x:0.#}" y1="{Top - 8}" x2="{x:0.#}" y2="{height - 26}"/><text x="{x:0.#}" y="{height - 8}" text-anchor="middle">{Math.Pow(10, power).ToString("N0", CultureInfo.InvariantCulture)}</text>""").AppendLine();
        }

        for (var i = 0; i < Rows.Count; i++)
        {
            var (name, value) = Rows[i];
            var y = Top + (i * RowHeight);
            var length = Width * (Math.Log10(value) - low) / (high - low);
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Left - 10}" y="{y + 16}" text-anchor="end">{WebUtility.HtmlEncode(name)}</text><rect class="{(i == 0 ? "ours" : "other")}" x="{Left}" y="{y}" width="{length:0.#}" height="{RowHeight - 8}" rx="2"/><text x="{Left + length + 6:0.#}" y="{y + 16}">{Numbers.Short(value)}</text>""").AppendLine();
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private (int Low, int High) Range()
    {
        var low = (int)Math.Floor(Math.Log10(Rows.Min(row => row.Value) / 2));
        return (low, (int)Math.Ceiling(Math.Log10(Rows.Max(row => row.Value))));
    }
}
