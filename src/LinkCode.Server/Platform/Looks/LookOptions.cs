namespace LinkCode.Server.Platform.Looks;

/// <summary>How this installation looks: its mark, its colour and a style sheet of its own. Section <c>LinkCode:Look</c>.</summary>
public sealed class LookOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Look";

    /// <summary>A PNG or SVG file of at most 20 kB with a square mark, shown beside the name, as the icon of tabs and, if it is a PNG, in mails. Default LinkCode's own.</summary>
    public string Logo { get; set; } = "";

    /// <summary>The colour of links, main buttons and marks on light pages and in mails, as <c>#0b5e7d</c>. It has to be readable there (4.5:1). Default LinkCode's own.</summary>
    public string Accent { get; set; } = "";

    /// <summary>The same for dark pages and the television. Default <see cref="Accent"/>, made as much lighter as it takes to be readable.</summary>
    public string AccentDark { get; set; } = "";

    /// <summary>A file of CSS, at most 20 kB, that every page loads after the server's own; see docs/DESIGN.md. Default none.</summary>
    public string Stylesheet { get; set; } = "";
}
