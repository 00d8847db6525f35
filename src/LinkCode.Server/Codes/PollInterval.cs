namespace LinkCode.Server.Codes;

/// <summary>How many seconds a new device has to leave between two polls, so that all live codes together ask no more often than the server is meant to answer.</summary>
internal static class PollInterval
{
    /// <summary>No device has to wait longer than this between two polls.</summary>
    public const int Longest = 60;

    /// <summary>The shortest interval, or longer once that many live codes would ask for more polls a second than given.</summary>
    public static int For(int liveCodes, int shortest, int pollsPerSecond) =>
        (int)Math.Clamp(Math.Ceiling(liveCodes / (double)pollsPerSecond), shortest, Longest);
}
