using System.Text;

namespace LinkCode.Device;

/// <summary>QR pictures as SVG.</summary>
internal static class QrSvg
{
    public static string Write(QrCode code, int zone, string? title)
    {
        var side = code.Size + (2 * zone);
        var svg = new StringBuilder(256 + (code.Size * code.Size * 4));
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").Append(side).Append(' ').Append(side)
            .Append("\" shape-rendering=\"crispEdges\" role=\"img\">");
        if (title is not null)
        {
            svg.Append("<title>").Append(Escape(title)).Append("</title>");
        }

        svg.Append("<rect width=\"").Append(side).Append("\" height=\"").Append(side).Append("\" fill=\"#fff\"/><path fill=\"#000\" d=\"");
        for (var y = 0; y < code.Size; y++)
        {
            Row(code.Line(y), code.Size, y + zone, zone, svg);
        }

        return svg.Append("\"/></svg>").ToString();
    }

    /// <summary>One rectangle for each run of dark modules.</summary>
    private static void Row(QrLine line, int size, int top, int zone, StringBuilder svg)
    {
        for (var x = 0; x < size; x++)
        {
            var from = x;
            while (x < size && line[x])
            {
                x++;
            }

            if (x > from)
            {
                svg.Append('M').Append(from + zone).Append(' ').Append(top).Append('h').Append(x - from).Append("v1h-").Append(x - from).Append('z');
            }
        }
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                < ' ' or '\ufffe' or '\uffff' => escaped.Append(' '),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
