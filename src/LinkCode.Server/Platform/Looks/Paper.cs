using System.Globalization;

namespace LinkCode.Server.Platform.Looks;

/// <summary>What a chosen colour has to stand out from. The colours are those of <c>link.css</c> and <c>television.css</c>; a test compares them.</summary>
internal sealed record Paper(Colour Ink, Colour Towards, IReadOnlyList<Surface> Surfaces)
{
    /// <summary>Light pages and mails.</summary>
    public static readonly Paper Light = new(Of("#ffffff"), Colour.Black,
    [
        Text("--surface", "#ffffff"), Text("--sunken", "#f1f5f7"), Text("--good-tint", "#e5f4ea"), Text("--careful-tint", "#fff2d6"), Text("--stop-tint", "#fdecea"),
        Edge("--ground", "#edf1f3"),
    ]);

    /// <summary>Dark pages and the television.</summary>
    public static readonly Paper Dark = new(Of("#06202c"), Colour.White,
    [
        Text("--surface", "#151d23"), Text("--sunken", "#1e2930"), Text("--good-tint", "#14291c"), Text("--careful-tint", "#2d220e"), Text("--stop-tint", "#351b19"),
        Text("television", "#0a1014"), Edge("--ground", "#0c1216"),
    ]);

    /// <summary>The tile of an app, on both: its colour has to be seen as a shape, and the sign on it is chosen by the server.</summary>
    public static readonly IReadOnlyList<Surface> Tiles = [Edge("a light page", "#ffffff"), Edge("a dark page", "#151d23")];

    /// <summary>The ink for words on a colour: this paper's own, or plain black or white where that can be read better.</summary>
    public Colour On(Colour accent) => Ink.Contrast(accent) >= Colour.Readable ? Ink : Best(accent);

    /// <summary>Black or white, whichever stands out more.</summary>
    public static Colour Best(Colour colour) => Colour.White.Contrast(colour) >= Colour.Black.Contrast(colour) ? Colour.White : Colour.Black;

    /// <summary>The colour itself, or the nearest one on the way to black or white that can be read everywhere.</summary>
    public Colour Nearest(Colour accent) => Nearest(accent, Towards, Surfaces) ?? Towards;

    /// <summary>What is wrong with a colour here, or null: the pair that is worst, its contrast, and a colour that would do.</summary>
    public string? Problem(string setting, Colour accent) => Problem(setting, accent, Surfaces);

    /// <summary>The same for any surfaces.</summary>
    public static string? Problem(string setting, Colour colour, IReadOnlyList<Surface> surfaces)
    {
        var worst = surfaces.MinBy(surface => colour.Contrast(surface.Colour) / surface.Needed)!;
        var contrast = colour.Contrast(worst.Colour);
        if (contrast >= worst.Needed)
        {
            return null;
        }

        // Cut, not rounded: 4.4999 is not 4.5.
        var shown = Math.Floor(contrast * 100) / 100;
        var instead = Nearest(colour, Colour.Black, surfaces) ?? Nearest(colour, Colour.White, surfaces);
        return string.Create(CultureInfo.InvariantCulture, $"{setting}: {colour} as {(worst.IsText ? "text" : "an edge")} on {worst.Colour} ({worst.Name}) has a contrast of {shown:0.00}:1, and {worst.Needed:0.#}:1 is needed. {instead} would do.");
    }

    private static Colour? Nearest(Colour colour, Colour end, IReadOnlyList<Surface> surfaces) =>
        Enumerable.Range(0, 101).Select(step => colour.Towards(end, step / 100.0)).Where(one => surfaces.All(surface => one.Contrast(surface.Colour) >= surface.Needed)).Cast<Colour?>().FirstOrDefault();

    private static Surface Text(string name, string colour) => new(name, Of(colour), IsText: true);

    private static Surface Edge(string name, string colour) => new(name, Of(colour), IsText: false);

    private static Colour Of(string text) => Colour.Read(text)!.Value;
}

/// <summary>Something that a colour stands on, as text or as an edge.</summary>
internal sealed record Surface(string Name, Colour Colour, bool IsText)
{
    public double Needed => IsText ? Colour.Readable : Colour.Visible;
}
