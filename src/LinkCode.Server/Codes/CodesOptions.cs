using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Codes;

/// <summary>How codes live and how often they may be tried. Section <c>LinkCode:Codes</c>.</summary>
public sealed class CodesOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Codes";

    /// <summary>Seconds between two polls of a waiting device. Default 5, 1 to 60.</summary>
    [Range(1, 60)]
    public int IntervalSeconds { get; set; } = 5;

    /// <summary>The longest time one poll is kept open when a device asks for it, in seconds. Default 30, 0 (off) to 60.</summary>
    [Range(0, 60)]
    public int LongestWaitSeconds { get; set; } = 30;

    /// <summary>Wrong codes one account may type in ten minutes. Default 5, 1 to 100.</summary>
    [Range(1, 100)]
    public int GuessesPerAccount { get; set; } = 5;

    /// <summary>Wrong codes one network may type in ten minutes. Default 20, 1 to 10000.</summary>
    [Range(1, 10000)]
    public int GuessesPerNetwork { get; set; } = 20;

    /// <summary>Wrong codes everybody together may type in ten minutes; the length of codes is computed from it. Default 300, 10 to 100000.</summary>
    [Range(10, 100000)]
    public int GuessesInAll { get; set; } = 300;

    /// <summary>New codes one network may ask for in a minute. Default 60, 1 to 100000.</summary>
    [Range(1, 100000)]
    public int StartsPerNetwork { get; set; } = 60;

    /// <summary>Polls a second this server is meant to answer; with more live codes the interval sent to new devices grows, up to 60 seconds. Default 20000, 10 to 10000000.</summary>
    [Range(10, 10000000)]
    public int PollsPerSecond { get; set; } = 20_000;

    /// <summary>New codes of one app that may wait for the disk at a time; beyond it the app is refused, so that others need not wait for it. Default 256, 1 to 100000.</summary>
    [Range(1, 100000)]
    public int StartsAtOncePerApp { get; set; } = 256;

    /// <summary>Live codes everybody together may have at a time. Default 2000000, 10 to 20000000.</summary>
    [Range(10, 20000000)]
    public int LiveCodesInAll { get; set; } = 2_000_000;

    /// <summary>Live codes one app may have at a time. Default 100000, 10 to 5000000.</summary>
    [Range(10, 5000000)]
    public int LiveCodesPerApp { get; set; } = 100_000;
}
