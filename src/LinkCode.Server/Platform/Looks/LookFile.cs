using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace LinkCode.Server.Platform.Looks;

/// <summary>A file of the operator's that pages show, read once at the start.</summary>
internal sealed record LookFile(byte[] Content, string Type)
{
    /// <summary>Half of what a whole page may weigh is left for the page.</summary>
    private const int MostBytes = 20_000;

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    // A picture in a page runs no script and fetches nothing, whatever stands in it; one that tries to is refused all the same.
    private static readonly string[] NoPicture = ["script", "foreignObject", "iframe", "object", "embed", "handler", "listener"];

    public bool IsPng => Type == "image/png";

    /// <summary>Changes with the content, so that browsers may keep the file for good.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Content))[..16];

    /// <summary>The file a setting names, or null where it names none.</summary>
    public static LookFile? Read(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        var content = File.ReadAllBytes(path);
        return new LookFile(content, content.AsSpan().StartsWith(Png) ? "image/png" : path.EndsWith(".css", StringComparison.OrdinalIgnoreCase) ? "text/css; charset=utf-8" : "image/svg+xml");
    }

    /// <summary>What is wrong with the file a setting names, or null.</summary>
    public static string? Problem(string setting, string path, Func<LookFile, string?> check)
    {
        if (path.Length == 0)
        {
            return null;
        }

        try
        {
            var file = Read(path)!;
            return (file.Content.Length > MostBytes ? $"is larger than {MostBytes / 1000} kB" : check(file)) is { } wrong ? $"{setting}: {path} {wrong}." : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{setting} cannot be read: {error.Message}";
        }
    }

    public static string? IsStyle(LookFile file) => file.Type.StartsWith("text/css", StringComparison.Ordinal) ? null : "is not a .css file";

    public static string? IsPicture(LookFile file)
    {
        if (file.IsPng)
        {
            return null;
        }

        try
        {
            // Without a document type there are no entities that could grow or fetch.
            using var reader = XmlReader.Create(new MemoryStream(file.Content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var document = System.Xml.Linq.XDocument.Load(reader);
            if (document.Root!.Name.LocalName != "svg")
            {
                return "is neither a PNG nor an SVG picture";
            }

            return document.Descendants().Any(one => NoPicture.Contains(one.Name.LocalName, StringComparer.OrdinalIgnoreCase) || one.Attributes().Any(IsActive))
                ? "holds a script, a page or an address of elsewhere; a mark is a picture and nothing else"
                : null;
        }
        catch (XmlException)
        {
            return "is neither a PNG nor an SVG picture (an SVG without a document type, please)";
        }
    }

    private static bool IsActive(System.Xml.Linq.XAttribute attribute) =>
        attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        || (attribute.Name.LocalName is "href" or "src" && !attribute.Value.StartsWith('#') && !attribute.Value.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase));

    public bool Equals(LookFile? other) => other?.Version == Version;

    public override int GetHashCode() => Version.GetHashCode(StringComparison.Ordinal);

    public static LookFile Style(string text) => new(Encoding.UTF8.GetBytes(text), "text/css; charset=utf-8");
}
