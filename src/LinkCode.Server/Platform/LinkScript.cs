using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Html;

namespace LinkCode.Server.Platform;

/// <summary>
/// The script of a link's pages, written into them: as a file it would be one more journey before they are painted, and these are the pages
/// that a phone opens for the first time. The content policy of the answer names its hash, so no other script in a page runs.
/// </summary>
internal static class LinkScript
{
    // Browsers read the lines of a page alike wherever it was written, and hash what they read.
    private static readonly string Text = Read().ReplaceLineEndings("\n");
    private static readonly HtmlString Element = new($"<script type=\"module\">{Text}</script>");
    private static readonly string Source = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    /// <summary>The script for the page that answers this request, and the word in its policy that lets it run.</summary>
    public static IHtmlContent For(HttpContext context)
    {
        SecurityHeaders.AllowScript(context, Source);
        return Element;
    }

    private static string Read()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("LinkScript.js")!);
        return file.ReadToEnd();
    }
}
