namespace LinkCode.Device;

/// <summary>What a console program runs in, as far as it can tell.</summary>
public sealed class ConsoleSurroundings
{
    internal ConsoleSurroundings()
    {
    }

    /// <summary>Whether a person reads the output: it goes to a terminal, and not on a build server.</summary>
    public bool IsInteractive { get; internal init; }

    /// <summary>Whether the terminal is on another machine (SSH), so that a browser here would open in front of nobody.</summary>
    public bool IsRemote { get; private init; }

    /// <summary>Whether this is a build server.</summary>
    public bool IsBuildServer { get; private init; }

    /// <summary>Whether the terminal shows UTF-8.</summary>
    public bool SpeaksUtf8 { get; private init; }

    /// <summary>Whether the terminal understands ANSI colours and the person does not mind them (<c>NO_COLOR</c>).</summary>
    public bool HasColors { get; private init; }

    /// <summary>How many characters fit on a line; 80 if unknown.</summary>
    public int Columns { get; internal init; }

    /// <summary>Looks around: environment variables and the console.</summary>
    /// <returns>What was found.</returns>
    public static ConsoleSurroundings Detect()
    {
        var buildServer = IsSet("CI") || IsSet("GITHUB_ACTIONS") || IsSet("TF_BUILD") || IsSet("JENKINS_URL") || IsSet("TEAMCITY_VERSION");
        var interactive = !Console.IsOutputRedirected && !buildServer;
        var terminal = Environment.GetEnvironmentVariable("TERM");
        return new ConsoleSurroundings
        {
            IsInteractive = interactive,
            IsBuildServer = buildServer,
            IsRemote = IsSet("SSH_CONNECTION") || IsSet("SSH_CLIENT") || IsSet("SSH_TTY"),
            SpeaksUtf8 = Console.OutputEncoding.CodePage == 65001,
            HasColors = interactive && !IsSet("NO_COLOR") && (IsSet("WT_SESSION") || terminal is not (null or "" or "dumb")),
            Columns = Width(interactive),
        };
    }

    /// <summary>How to draw a QR picture here.</summary>
    /// <returns>The style that is read most surely.</returns>
    public QrTerminalStyle QrStyle() => !SpeaksUtf8 ? QrTerminalStyle.Ascii : HasColors ? QrTerminalStyle.HalfBlocksColored : QrTerminalStyle.HalfBlocks;

    private static int Width(bool interactive)
    {
        try
        {
            return interactive && Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (Exception none) when (none is IOException or PlatformNotSupportedException)
        {
            return 80;
        }
    }

    private static bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
