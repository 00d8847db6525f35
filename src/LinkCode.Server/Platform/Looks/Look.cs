using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Looks;

/// <summary>How this installation looks, for whoever draws something: pages, letters, the television.</summary>
internal sealed class Look
{
    // As in link.css.
    private static readonly Colour Usual = Colour.Read("#0b5e7d")!.Value;

    public Look(IOptions<LookOptions> options)
    {
        var chosen = options.Value;
        Logo = LookFile.Read(chosen.Logo);
        Stylesheet = LookFile.Read(chosen.Stylesheet);
        Accent = Colour.Read(chosen.Accent) ?? Usual;
        if (chosen.Accent.Length > 0)
        {
            Colours = LookFile.Style(Style(Accent, Colour.Read(chosen.AccentDark) ?? Paper.Dark.Nearest(Accent)));
        }
    }

    /// <summary>The colour of light pages and of mails.</summary>
    public Colour Accent { get; }

    /// <summary>The ink for words on it.</summary>
    public Colour OnAccent => Paper.Light.On(Accent);

    /// <summary>The operator's mark, or null for ours.</summary>
    public LookFile? Logo { get; }

    /// <summary>The operator's style sheet, or null.</summary>
    public LookFile? Stylesheet { get; }

    /// <summary>The operator's colours as a style sheet for pages and the television, or null for ours.</summary>
    public LookFile? Colours { get; }

    /// <summary>The addresses of the style sheets a page loads after the server's own.</summary>
    public IEnumerable<string> Sheets => new[] { ColoursAddress, Address(LookDoor.Stylesheet, Stylesheet) }.OfType<string>();

    public string? ColoursAddress => Address(LookDoor.Colours, Colours);

    public string? LogoAddress => Address(LookDoor.Logo, Logo);

    private static string? Address(string path, LookFile? file) => file is null ? null : $"{path}?v={file.Version}";

    // The television is dark whatever the room is.
    private static string Style(Colour light, Colour dark)
    {
        var inDark = $"--accent: {dark}; --on-accent: {Paper.Dark.On(dark)};";
        return $$"""
            :root { --accent: {{light}}; --on-accent: {{Paper.Light.On(light)}}; }
            @media (prefers-color-scheme: dark) { :root { {{inDark}} } }
            :root.screen { {{inDark}} }

            """;
    }
}
