namespace LinkCode.Device;

/// <summary>What a QR picture is drawn with in a terminal.</summary>
public enum QrTerminalStyle
{
    /// <summary>Half blocks (UTF-8), two modules per character, for light text on a dark background.</summary>
    HalfBlocks,

    /// <summary>Half blocks for dark text on a light background.</summary>
    HalfBlocksInverted,

    /// <summary>Half blocks in black on white by ANSI colours, whatever the terminal's own are: the surest where colours work.</summary>
    HalfBlocksColored,

    /// <summary>ASCII only, two characters per module, for light text on a dark background: the light modules are drawn as <c>##</c>.</summary>
    Ascii,

    /// <summary>ASCII only for dark text on a light background: the dark modules are drawn as <c>##</c>.</summary>
    AsciiInverted,
}
