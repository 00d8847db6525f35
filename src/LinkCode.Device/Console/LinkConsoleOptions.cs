using System.Diagnostics;

namespace LinkCode.Device;

/// <summary>How <see cref="LinkConsole"/> speaks.</summary>
public sealed class LinkConsoleOptions
{
    /// <summary>Where it writes. Default: standard output.</summary>
    public TextWriter Output { get; set; } = Console.Out;

    /// <summary>What the program runs in. Default: looked up.</summary>
    public ConsoleSurroundings Surroundings { get; set; } = ConsoleSurroundings.Detect();

    /// <summary>Whether to draw the QR picture. Null: for a person at a terminal that is wide enough.</summary>
    public bool? Qr { get; set; }

    /// <summary>Whether to write one JSON object per line instead of sentences. Null: when no person reads the output.</summary>
    public bool? Json { get; set; }

    /// <summary>Whether to open the page in a browser on this machine; never done over SSH or on a build server. Default: false.</summary>
    public bool OpenBrowser { get; set; }

    /// <summary>Whether to put the code on the clipboard, by the terminal's own command (OSC 52), which works over SSH, too; each new code replaces the old. Default: false.</summary>
    public bool CopyCode { get; set; }

    /// <summary>How a page is opened. Tests watch it.</summary>
    internal Action<string> Browse { get; set; } = address =>
    {
        using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
    };
}
